"""English texts of the coded problems of the importers; ``_`` marks them for the .pot."""

from odoo.addons.utility_base.gateway.problem import register


def _(text):
    return text


register(
    "utility_billing",
    {
        "BIL-PAYMENT-CORRECTION": (
            _("A correction of %(value)s is no payment."),
            _("Reverse the payment that it corrects, or register it as an advance."),
        ),
        "BIL-AMOUNT-DIGITS": (
            _("The amount %(value)s has more than two decimals."),
            _("Round it to kopecks in the file."),
        ),
        "BIL-COMPONENT": (
            _("The service has no component “%(value)s”."),
            _("Use one of: %(known)s; or add the component to the service."),
        ),
        "BIL-UNKNOWN": (
            _("“%(value)s” is not known here or fits several."),
            _("Use one of: %(known)s; or enter it in its directory first."),
        ),
        "BIL-NEGATIVE": (
            _("%(value)s is below zero."),
            _("Prices and norms are zero or more."),
        ),
        "BIL-RANGES-TEXT": (
            _("The ranges “%(value)s” cannot be read."),
            _("Write border and price of each, rising, the last without border: 100:5.47 | :9.20."),
        ),
        "BIL-RANGES": (
            _("%(value)s has other ranges on this day."),
            _("Change the ranges on the tariff itself, or give the row a later day."),
        ),
        "BIL-PARAMETER": (
            _("%(label)s: %(value)s cannot be read."),
            _("A decimal has a point (9.5), days are 2026-05-09 with commas between them."),
        ),
    },
)

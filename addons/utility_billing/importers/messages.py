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
    },
)

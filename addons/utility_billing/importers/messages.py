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
        "CEN-SERVICE": (
            _("The row names no service."),
            _("Add the column with the code or name of the service."),
        ),
        "CEN-EMPTY": (
            _("The row has no sum."),
            _("Map at least one of: charged, recalculated, paid, closing."),
        ),
        "CEN-SCHEME": (
            _("No external settlement centre charges “%(value)s” for this account."),
            _("Set the scheme of its supplier to “Another settlement centre” and name the centre."),
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
        "SOC-AMOUNT": (
            _("%(value)s is no subsidy."),
            _("A subsidy is more than zero; take credited ones back in their list."),
        ),
        "SOC-CREDITED": (
            _("The subsidy of this month is credited already, with %(known)s."),
            _("Take it back in the list of subsidies first, then import the file again."),
        ),
        "SOC-PROGRAM": (
            _("Which programme “%(value)s” means is not clear."),
            _("Name one of: %(known)s; or enter a programme of subsidies first."),
        ),
        "SOC-TERM": (
            _("The term that ends on %(value)s cannot be right."),
            _("A term has its end after its beginning and %(limit)s months at most."),
        ),
        "SOC-NOT-CLAIMED": (
            _("For account %(value)s nothing of %(month)s is in a register that was sent."),
            _("Check account, month and service; the register must be in the state Sent."),
        ),
        "SOC-AMBIGUOUS": (
            _("Account %(value)s has several rows of %(month)s in registers that were sent."),
            _("Add the code of the service and of the category to the file."),
        ),
        "SOC-MORE": (
            _("Accepted are %(value)s, but claimed only %(claimed)s."),
            _("Ask the body for a corrected answer."),
        ),
        "SOC-REASON": (
            _("A refused row has no reason."),
            _("Add the reason, so that somebody can work it through."),
        ),
        "SOC-MONTH": (
            _("%(value)s is no number of a month."),
            _("Months are 1 to 12."),
        ),
        "BIL-PARAMETER": (
            _("%(label)s: %(value)s cannot be read."),
            _("A decimal has a point (9.5), days are 2026-05-09 with commas between them."),
        ),
    },
)

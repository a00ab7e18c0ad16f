"""English texts of the coded problems of the importers; ``_`` marks them for the .pot."""

from odoo.addons.utility_base.gateway.problem import register


def _(text):
    return text


register(
    "utility_billing",
    {
        "BIL-AMOUNT-DIGITS": (
            _("The amount %(value)s has more than two decimals."),
            _("Round it to kopecks in the file."),
        ),
    },
)

from odoo import fields, models


class UtilitySignedMixin(models.AbstractModel):
    """A document that goes to the customer and has to come back signed (A22)."""

    _name = "utility.signed.mixin"
    _description = "Document to be signed and returned"

    sign_state = fields.Selection(
        [
            ("none", "Not sent"),
            ("sent", "Sent"),
            ("returned", "Returned signed"),
            ("refused", "Refused"),
        ],
        default="none",
        required=True,
        string="Signature",
        tracking=True,
        copy=False,
    )
    sent_date = fields.Date(copy=False, tracking=True)
    return_deadline = fields.Date(copy=False, tracking=True)
    returned_date = fields.Date(copy=False, tracking=True)

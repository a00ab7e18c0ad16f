from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.readings import Rules


class ResCompany(models.Model):
    _inherit = "res.company"

    utility_building_properties = fields.PropertiesDefinition(
        string="Building Properties",
        help="Additional properties that every building card of this company has.",
    )
    utility_account_sequence_id = fields.Many2one(
        "ir.sequence",
        string="Account Number Sequence",
        help="Numbers of new personal accounts; a number typed by hand is kept.",
    )

    utility_return_days = fields.Integer(
        "Days to Return Signed Documents",
        default=30,
        help="Deadline of contracts and amendments that are sent out to be signed.",
    )

    # Readings
    utility_jump_factor = fields.Float(
        "Unusual Reading Factor",
        default=5.0,
        digits=(8, 2),
        help="A reading is to be checked where it shows more than so many times the usual volume.",
    )
    utility_jump_months = fields.Integer(
        "Months of History", default=12, help="The usual volume is the median of so many months."
    )
    utility_expired_readings = fields.Selection(
        [("refuse", "Refuse"), ("suspect", "Keep to be checked"), ("info", "Take")],
        string="Readings after Expired Verification",
        required=True,
        default="refuse",
    )
    utility_verification_days_before = fields.Char(
        "Days before Expiry",
        default="60,30,7",
        help="Customers are reminded so many days before the verification of a meter expires.",
    )
    utility_verification_days_after = fields.Char(
        "Days after Expiry",
        default="1,30",
        help="Customers are reminded so many days after the verification of a meter has expired.",
    )

    utility_meter_user_id = fields.Many2one(
        "res.users",
        string="Responsible for Meters",
        help="Gets the activities about verifications; empty: the administrator.",
    )

    @api.constrains("utility_verification_days_before", "utility_verification_days_after")
    def _check_reminder_days(self):
        for company in self:
            try:
                company._utility_reminder_steps()
            except ValueError as error:
                raise ValidationError(
                    self.env._("Write numbers of days separated by commas, for example: 60,30,7.")
                ) from error

    def _utility_reminder_steps(self):
        """Days after expiry of a verification on which customers are reminded; before: negative.

        For example [-60, -30, -7, 1, 30].
        """
        self.ensure_one()

        def days(text):
            return [int(part) for part in (text or "").split(",") if part.strip()]

        before, after = self.utility_verification_days_before, self.utility_verification_days_after
        return sorted([-day for day in days(before)] + days(after))

    def _document_company(self):
        """The company as printed documents name it: plain texts, and the code of its country."""
        self.ensure_one()
        return self.partner_id._document_partner() | {"country": self.country_id.code or ""}

    def _utility_reading_rules(self):
        """Settings of the checks of readings, as the engine takes them."""
        self.ensure_one()
        return Rules(
            jump_factor=Decimal(str(self.utility_jump_factor)),
            history_months=self.utility_jump_months,
            expired=self.utility_expired_readings,
        )

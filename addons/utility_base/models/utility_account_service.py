from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .utility_service import BASES


class UtilityAccountService(models.Model):
    """A service on an account with its days: the unit of billing."""

    _name = "utility.account.service"
    _description = "Service of an account"
    _inherit = ["utility.dated.mixin"]
    _order = "account_id.id, sequence, date_from, id"
    _check_company_auto = True

    account_id = fields.Many2one("utility.account", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    service_id = fields.Many2one(
        "utility.service", required=True, index=True, check_company=True, ondelete="restrict"
    )
    sequence = fields.Integer(
        compute="_compute_sequence",
        store=True,
        readonly=False,
        precompute=True,
        help="Order on the bill, and of who gets the odd kopeck of a payment.",
    )
    supplier_id = fields.Many2one(
        "res.partner",
        compute="_compute_supplier",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    supply_point = fields.Char()
    basis = fields.Selection(
        [basis for basis in BASES if basis[0] != "once"],
        string="Charged By",
        help="Empty: as the service says.",
    )
    no_meter_reason = fields.Selection(
        [
            ("impossible", "A meter is technically impossible"),
            ("possible", "A meter is possible but absent"),
        ],
        default="impossible",
        required=True,
    )
    units = fields.Float(
        digits=(16, 6), help="Number for services charged per unit: employees, seats, animals."
    )
    contract_volume = fields.Float(
        "Contract Volume a Month",
        digits=(16, 6),
        help="Agreed units of the service a month, for the basis Contract volume.",
    )
    capacity = fields.Float(
        "Connected Capacity",
        digits=(16, 6),
        help="Units of the service an hour, for the basis Connected capacity.",
    )
    capacity_hours = fields.Float(
        "Hours a Day", digits=(6, 3), default=24, help="How long the capacity is used on a day."
    )
    document = fields.Char(help="Application or act that the change rests on.")

    _quantities_check = models.Constraint(
        "CHECK (contract_volume >= 0 AND capacity >= 0 AND capacity_hours BETWEEN 0 AND 24)",
        "Agreed quantities are not negative, and a day has 24 hours.",
    )

    @api.depends("service_id.sequence")
    def _compute_sequence(self):
        for line in self:
            line.sequence = line.service_id.sequence

    @api.depends("service_id")
    def _compute_supplier(self):
        for line in self:
            line.supplier_id = line.supplier_id or line.service_id.supplier_id

    @api.depends("service_id.name", "account_id.number")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.account_id.number}: {line.service_id.name}"

    @api.constrains("service_id", "date_from", "date_to")
    def _check_once(self):
        for line in self:
            if line.service_id.basis == "once" and line.date_to != line.date_from:
                raise ValidationError(
                    self.env._(
                        "%(service)s is done once: it ends on the day it begins, %(day)s.",
                        service=line.service_id.name,
                        day=line.date_from,
                    )
                )

    @api.constrains("account_id", "service_id", "supplier_id", "date_from", "date_to")
    def _check_overlap(self):
        for line, _other, _date in self._overlapping("account_id", "service_id", "supply_point"):
            raise ValidationError(
                self.env._(
                    "Account %(account)s has the service %(service)s twice at the same time. "
                    "End the earlier line before the new one begins.",
                    account=line.account_id.number,
                    service=line.service_id.name,
                )
            )

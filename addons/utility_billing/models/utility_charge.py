from odoo import api, fields, models

from odoo.addons.utility_base.models.utility_meter_model import ZONES


class UtilityCharge(models.Model):
    """Line of the sub-ledger. Written by COPY, never edited; corrections are new lines.

    ``amount`` is gross: ``net + vat``. A debt is known by account, period, service and
    ``debt_kind``; the allocations of payments name the same four.
    """

    _name = "utility.charge"
    _description = "Charge"
    _inherit = ["utility.guarded.mixin", "utility.lean.mixin"]
    _auto = False
    _log_access = False
    _guard_date = "period_date"
    _order = "period_date desc, account_id, id"

    run_id = fields.Many2one("utility.billing.run", readonly=True)
    bill_id = fields.Many2one("utility.bill", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_date = fields.Date(
        "Period", required=True, readonly=True, help="First day of the month."
    )
    period_code = fields.Char("Month", compute="_compute_period_code")
    account_id = fields.Many2one("utility.account", required=True, readonly=True)
    building_id = fields.Many2one("utility.building", readonly=True)
    service_id = fields.Many2one(
        "utility.service", readonly=True, help="None: costs of collecting."
    )
    uom_id = fields.Many2one("uom.uom", string="Unit", compute="_compute_uom")
    supplier_id = fields.Many2one("res.partner", readonly=True)
    component = fields.Char(readonly=True)
    zone = fields.Selection(ZONES, readonly=True)
    kind = fields.Selection(
        [
            ("opening", "Opening balance"),
            ("charge", "Charge"),
            ("uplift", "Uplift"),
            ("recalculation", "Recalculation"),
            ("privilege", "Privilege"),
            ("penalty", "Penalty"),
            ("interest", "Interest"),
            ("instalment", "Interest for instalments"),
            ("costs", "Costs of collecting"),
        ],
        required=True,
        readonly=True,
    )
    debt_kind = fields.Selection(
        [("principal", "Principal"), ("penalty", "Penalty"), ("costs", "Costs")],
        required=True,
        readonly=True,
        default="principal",
    )
    of_period = fields.Date("Corrects Period", readonly=True)
    method = fields.Selection(
        [
            ("meter", "By the meter"),
            ("average", "By the average of past months"),
            ("norm", "By norm"),
            ("sum", "Sum of other services"),
            ("area", "By area"),
            ("person", "By persons"),
            ("unit", "By units"),
            ("fixed", "Fixed sum"),
            ("house", "Share of the house"),
            ("house_average", "Average of the house meter"),
            ("containers", "By containers"),
            ("formula", "By formula"),
            ("tampering", "Unauthorised consumption"),
            ("once", "Done once"),
            ("contract", "Contract volume"),
            ("capacity", "Connected capacity"),
            ("per_meter", "For each meter"),
        ],
        readonly=True,
        help="How the volume was found.",
    )
    reason = fields.Selection(
        [
            ("not_sent", "Reading not sent"),
            ("unusable", "Meter may not be used"),
            ("refused", "Access refused"),
            ("away", "Meter away"),
            ("no_meter", "No meter"),
        ],
        readonly=True,
        help="Why no reading was used.",
    )
    cause = fields.Selection(
        [
            ("outage", "Outage"),
            ("quality", "Bad quality"),
            ("not_rendered", "Service not rendered"),
            ("missed_pickup", "Waste not taken away"),
            ("absence", "Absence"),
            ("settlement", "Settled by a reading"),
            ("tampering", "Unauthorised consumption"),
            ("correction", "Correction of a past month"),
            ("annual", "Yearly correction"),
            ("reversal", "Mirrored row"),
        ],
        readonly=True,
        help="Why there is a recalculation.",
    )
    volume = fields.Float(digits=(18, 6), readonly=True)
    price = fields.Float(digits=(18, 6), min_display_digits=2, aggregator=None, readonly=True)
    amount = fields.Float(digits=(16, 2), readonly=True, required=True)
    net = fields.Float(digits=(16, 2), readonly=True)
    vat = fields.Float("VAT", digits=(16, 2), readonly=True)
    vat_rate = fields.Float("VAT, %", digits=(5, 2), aggregator=None, readonly=True)
    trace = fields.Json(readonly=True, help="Compact facts that the explanation is built from.")

    _account_idx = models.Index("(account_id, period_date)")
    _run_idx = models.Index("(run_id)")
    # what budgets pay for is looked up among few of many lines
    _privilege_idx = models.Index("(run_id) WHERE kind = 'privilege'")
    _correction_idx = models.Index("(run_id) WHERE kind = 'recalculation'")

    @api.depends("period_date")
    def _compute_period_code(self):
        for charge in self:
            charge.period_code = charge.period_date and f"{charge.period_date:%Y-%m}"

    @api.depends("service_id", "component")
    def _compute_uom(self):
        for charge in self:
            component = charge.service_id.component_ids.filtered(
                lambda c, charge=charge: c.code == charge.component
            )
            charge.uom_id = component.uom_id or charge.service_id.uom_id

    @api.depends("service_id.name", "period_date", "amount")
    def _compute_display_name(self):
        for charge in self:
            charge.display_name = f"{charge.service_id.name} {charge.period_date:%m.%Y}"

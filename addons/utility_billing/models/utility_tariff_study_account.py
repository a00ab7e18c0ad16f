from odoo import api, fields, models
from odoo.tools import format_amount

#: ``(key, label, upper end in percent)`` of the distribution; keys sort as the shares do
BUCKETS = (
    ("00", "< −50 %", -50),
    ("01", "−50 … −20 %", -20),
    ("02", "−20 … −10 %", -10),
    ("03", "−10 … −5 %", -5),
    ("04", "−5 … −2 %", -2),
    ("05", "−2 … 0 %", 0),
    ("06", "No change", 0),
    ("07", "0 … +2 %", 2),
    ("08", "+2 … +5 %", 5),
    ("09", "+5 … +10 %", 10),
    ("10", "+10 … +20 %", 20),
    ("11", "+20 … +50 %", 50),
    ("12", "> +50 %", None),
)


def bucket_of(difference, percent):
    """Key of the share by which an account pays more or less; a new bill of nothing is the last.

    >>> bucket_of(0, 0), bucket_of(-3, -1), bucket_of(5, 2), bucket_of(5, 2.5), bucket_of(7, None)
    ('06', '05', '07', '08', '12')
    """
    if not difference:
        return "06"
    if percent is None:
        return "12" if difference > 0 else "00"
    if percent < 0:
        return next(key for key, _label, end in BUCKETS[:6] if percent < end)
    return next(key for key, _label, end in BUCKETS[7:] if end is None or percent <= end)


class UtilityTariffStudyAccount(models.Model):
    """What a study found for an account, over all its months. Written by COPY, never edited."""

    _name = "utility.tariff.study.account"
    _description = "Account in a tariff study"
    _inherit = ["utility.lean.mixin"]
    _auto = False
    _log_access = False
    _rec_name = "account_id"
    _order = "difference desc, id"

    study_id = fields.Many2one("utility.tariff.study", required=True, readonly=True)
    portion_id = fields.Many2one("utility.tariff.study.portion", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one("utility.account", required=True, readonly=True)
    partner_id = fields.Many2one(related="account_id.partner_id")
    address = fields.Char(related="account_id.address")
    building_id = fields.Many2one("utility.building", readonly=True)
    customer_category_id = fields.Many2one("utility.customer.category", readonly=True)
    months = fields.Integer("Months Compared", readonly=True)
    amount_old = fields.Float("Now", digits=(16, 2), readonly=True)
    amount_new = fields.Float("With the Draft", digits=(16, 2), readonly=True)
    difference = fields.Float(digits=(16, 2), readonly=True)
    difference_month = fields.Float(
        "Difference a Month", digits=(16, 2), readonly=True, aggregator="avg"
    )
    percent = fields.Float("Difference, %", digits=(16, 2), readonly=True, aggregator="avg")
    bucket = fields.Selection(
        [(key, label) for key, label, _end in BUCKETS],
        string="Bill Changes By",
        readonly=True,
    )
    privilege_old = fields.Float("Privileges Now", digits=(16, 2), readonly=True)
    privilege_new = fields.Float("Privileges With the Draft", digits=(16, 2), readonly=True)
    subsidy_old = fields.Float("Subsidy a Month Now", digits=(16, 2), readonly=True)
    subsidy_new = fields.Float("Subsidy a Month With the Draft", digits=(16, 2), readonly=True)
    services = fields.Json(readonly=True, help="By service: now and with the draft.")
    problems = fields.Json(readonly=True, help="Months that could not be charged.")
    services_html = fields.Html("By Service", compute="_compute_services_html", sanitize=False)

    _study_idx = models.Index("(study_id, difference)")
    _portion_idx = models.Index("(portion_id)")

    @api.depends("services", "problems")
    def _compute_services_html(self):
        for row in self:
            names = self.env["utility.service"].browse(int(key) for key in row.services or {})
            amounts = [
                (service.name, *map(float, row.services[str(service.id)]))
                for service in names.exists().sorted("sequence")
            ]
            row.services_html = self.env["ir.qweb"]._render(
                "utility_billing.study_account_services",
                {
                    "rows": amounts,
                    "problems": row._problem_texts(),
                    "money": lambda value, row=row: format_amount(self.env, value, row.currency_id),
                },
            )

    def _problem_texts(self):
        """``[(period, whether of the draft, text, remedy)]``, each text once."""
        found = {}
        for item in self.problems or []:
            text, remedy = self.env["utility.tariff.study"]._problem_text(item)
            found.setdefault((item["draft"], text), (item["period"], item["draft"], text, remedy))
        return list(found.values())

    def action_explain(self):
        """The months of the account on both sides, with the reasons of each figure."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why it differs"),
            "res_model": "utility.bill.trial",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_account_id": self.account_id.id,
                "default_study_id": self.study_id.id,
                "default_month": self.study_id.month_to,
            },
        }

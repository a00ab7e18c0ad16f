from odoo import api, fields, models
from odoo.exceptions import UserError

AREAS = ("total", "living", "heated")


class UtilityIntake(models.TransientModel):
    """Take in the number of residents and the areas of a premise from a document (A23).

    Both hold from a day on; the days before keep what was known of them.
    """

    _name = "utility.intake"
    _description = "Residents and areas from a document"

    account_id = fields.Many2one(
        "utility.account",
        required=True,
        default=lambda self: self.env["utility.account"]._from_context()[:1],
    )
    address = fields.Char(related="account_id.address")
    document_number = fields.Char("Document No.")
    document_date = fields.Date(default=fields.Date.context_today)
    date_from = fields.Date("Holds From", required=True, default=fields.Date.context_today)

    change_residents = fields.Boolean("Number of Residents")
    named = fields.Integer("On Record by Name", compute="_compute_current")
    residents_now = fields.Integer(compute="_compute_current")
    residents = fields.Integer(compute="_compute_residents", store=True, readonly=False)

    change_areas = fields.Boolean("Areas")
    total_now = fields.Float(compute="_compute_current", digits=(16, 4))
    living_now = fields.Float(compute="_compute_current", digits=(16, 4))
    heated_now = fields.Float(compute="_compute_current", digits=(16, 4))
    total_area = fields.Float(compute="_compute_areas", store=True, readonly=False, digits=(16, 4))
    living_area = fields.Float(compute="_compute_areas", store=True, readonly=False, digits=(16, 4))
    heated_area = fields.Float(compute="_compute_areas", store=True, readonly=False, digits=(16, 4))

    @api.depends("account_id", "date_from")
    def _compute_current(self):
        for wizard in self:
            account, date = wizard.account_id, wizard.date_from
            rows = account.residency_ids._on(date) if date else account.residency_ids
            wizard.residents_now = sum(rows.mapped("persons"))
            wizard.named = sum(
                rows.filtered(lambda r: r.kind != "declared" or r.partner_id).mapped("persons")
            )
            premise = account.premise_id
            areas = self.env["utility.area"]._values_on("premise_id", premise.ids, date)
            for kind in AREAS:
                wizard[f"{kind}_now"] = areas.get((premise.id, kind), 0.0)

    @api.depends("residents_now")
    def _compute_residents(self):
        for wizard in self:
            wizard.residents = wizard.residents_now

    @api.depends("total_now", "living_now", "heated_now")
    def _compute_areas(self):
        for wizard in self:
            for kind in AREAS:
                wizard[f"{kind}_area"] = wizard[f"{kind}_now"]

    def _document(self):
        """Number and date as one text, e.g. ``No. 17 of 2026-03-01``."""
        if not self.document_number:
            return False
        if not self.document_date:
            return self.document_number
        return self.env._(
            "No. %(number)s of %(date)s", number=self.document_number, date=self.document_date
        )

    def action_apply(self):
        """Write what has changed as dated rows.

        :raises UserError: nothing has changed, or the figures contradict what is on record
        """
        self.ensure_one()
        document, changed = self._document(), False
        if self.change_residents:
            changed |= self.env["utility.residency"]._declare(
                self.account_id, self.residents, self.date_from, document
            )
        if self.change_areas:
            self._check_areas()
            for kind in AREAS:
                changed |= self.env["utility.area"]._set_from(
                    self.account_id.premise_id,
                    kind,
                    self[f"{kind}_area"],
                    self.date_from,
                    document,
                )
        if not changed:
            raise UserError(self.env._("Nothing has changed. Tick what the document is about."))
        return {"type": "ir.actions.act_window_close"}

    def _check_areas(self):
        for kind in ("living", "heated"):
            if self.total_area and self[f"{kind}_area"] > self.total_area:
                raise UserError(
                    self.env._("The living and the heated area are parts of the total area.")
                )

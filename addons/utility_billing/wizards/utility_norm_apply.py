from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

_STATES = [
    ("new", "New"),
    ("replaces", "Ends the norm before"),
    ("same", "Stands already"),
    ("later", "A later norm stands"),
    ("others", "A norm for other buildings too stands"),
    ("twice", "Chosen twice for the same"),
    ("component", "The service lacks the component"),
]


class UtilityNormApply(models.TransientModel):
    """Takes norms of the catalogue over for chosen buildings or a territory, shown before.

    A norm of the same key that holds on the day ends the day before it; one that begins on the
    day or later is left alone.
    """

    _name = "utility.norm.apply"
    _description = "Apply norms of the catalogue"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    sample_ids = fields.Many2many(
        "utility.norm.sample",
        string="Norms",
        default=lambda self: self.env.context.get("active_ids"),
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: fields.Date.today().replace(day=1)
    )
    locality_id = fields.Many2one("utility.locality", string="Territory")
    building_ids = fields.Many2many(
        "utility.building", string="Buildings", help="Empty: all of the territory."
    )
    line_ids = fields.One2many("utility.norm.apply.line", "wizard_id", compute="_compute_line_ids")
    todo_count = fields.Integer(compute="_compute_line_ids")

    @api.depends("sample_ids", "date_from", "locality_id", "building_ids", "company_id")
    def _compute_line_ids(self):
        for wizard in self:
            lines, todo, taken = [(5, 0, 0)], 0, set()
            for sample in wizard.sample_ids._origin:
                values = sample._norm_values(wizard.company_id._origin)
                key = (values["service_id"], values["component_id"], values["per"])
                state, norm = "twice", self.env["utility.norm"]
                if key not in taken:
                    state, norm = wizard._state_of(sample, values)
                    taken.add(key)
                todo += state in ("new", "replaces")
                lines.append((0, 0, {"sample_id": sample.id, "state": state, "norm_id": norm.id}))
            wizard.line_ids = lines
            wizard.todo_count = todo

    def _state_of(self, sample, values):
        """What applying a norm of the catalogue does, and the norm that it meets."""
        norms = self.env["utility.norm"]
        if sample.component and not values["component_id"]:
            return "component", norms
        start = self.date_from
        if not start:
            return "new", norms
        names = ("service_id", "component_id", "per", "company_id")
        others = norms.search(
            [(name, "=", values[name]) for name in names]
            + [
                ("customer_category_id", "=", False),
                ("locality_id", "=", self.locality_id._origin.id),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", start),
            ],
            order="date_from",
        )
        buildings = self.building_ids._origin
        others = others.filtered(
            lambda norm: norm.building_ids & buildings or not (norm.building_ids or buildings)
        )
        later = others.filtered(lambda norm: norm.date_from and norm.date_from >= start)
        holding = (others - later)[:1]
        first = holding or later[:1]
        if first and (first.value, first.base) == (sample.value, sample.base):
            return "same", first
        if later:
            return "later", later[:1]
        if holding and holding.building_ids != buildings:
            return "others", holding
        return ("replaces", holding) if holding else ("new", norms)

    def action_apply(self):
        """Write the norms and show them."""
        self.ensure_one()
        made = self.env["utility.norm"]
        for line in self.line_ids:
            if line.state == "replaces":
                line.norm_id.date_to = self.date_from - timedelta(days=1)
            if line.state in ("new", "replaces"):
                values = line.sample_id._norm_values(self.company_id)
                made |= made.create(
                    values
                    | {
                        "date_from": self.date_from,
                        "locality_id": self.locality_id.id,
                        "building_ids": [(6, 0, self.building_ids.ids)],
                    }
                )
        if not made:
            raise UserError(
                self.env._(
                    "Nothing to apply: the norms stand already, or later ones do. See the column "
                    "What Happens."
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_norm_action"
        )
        return action | {"domain": [("id", "in", made.ids)]}


class UtilityNormApplyLine(models.TransientModel):
    _name = "utility.norm.apply.line"
    _description = "Norm to apply"

    wizard_id = fields.Many2one("utility.norm.apply", ondelete="cascade")
    sample_id = fields.Many2one("utility.norm.sample", readonly=True)
    service_id = fields.Many2one(related="sample_id.service_id")
    value = fields.Float(related="sample_id.value")
    state = fields.Selection(_STATES, "What Happens", readonly=True)
    norm_id = fields.Many2one("utility.norm", "Norm Now", readonly=True)

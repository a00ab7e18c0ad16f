from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.utility_paper import KINDS
from ..models.utility_print_order import in_files

ORDERS = [
    ("customer", "By customer"),
    ("post", "By post code and address"),
    ("number", "By kind and number"),
]
SPLITS = [
    ("none", "One after another"),
    ("post", "A file a post code"),
    ("kind", "A file a kind of paper"),
    ("customer", "A file a customer"),
]
_LABELS = {
    "none": SQL("''"),
    "post": SQL("COALESCE(r.zip, '')"),
    "kind": SQL("p.kind"),
    "customer": SQL("COALESCE(r.name, '')"),
}
_SEQUENCES = {
    "customer": SQL("r.name, r.id, p.move_id, p.id"),
    "post": SQL("r.zip NULLS LAST, r.city, r.street, r.name, r.id, p.move_id, p.id"),
    "number": SQL("p.kind, p.date, p.number, p.id"),
}


class UtilityPaperPrint(models.TransientModel):
    """Papers of organisations as print files: chosen ones, of a run or of contracts (H06).

    1. Choose; the counts below tell what will be made.
    2. *Make Print Files*: jobs make them, the print order shows how far they are.
    """

    _name = "utility.paper.print"
    _description = "Print papers of organisations"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    paper_ids = fields.Many2many("utility.paper", readonly=True)
    run_id = fields.Many2one(
        "utility.billing.run", domain="[('company_id', '=', company_id), ('state', '=', 'posted')]"
    )
    contract_ids = fields.Many2many("utility.contract", domain="[('company_id', '=', company_id)]")
    date_from = fields.Date()
    date_to = fields.Date()
    kind = fields.Selection(KINDS, help="Empty: all of them.")
    only_unsent = fields.Boolean(
        "Only What Was Not Sent", help="Without papers that were e-mailed or are on their way."
    )
    order = fields.Selection(ORDERS, string="Sorted By", required=True, default="customer")
    split = fields.Selection(SPLITS, string="Files", required=True, default="none")
    size = fields.Integer("Papers a File", required=True, default=500)
    paper_count = fields.Integer("Papers", compute="_compute_counts")
    file_count = fields.Integer("Number of Files", compute="_compute_counts")

    @api.model
    def default_get(self, names):
        values = super().default_get(names)
        field = {
            "utility.paper": "paper_ids",
            "utility.contract": "contract_ids",
            "utility.billing.run": "run_id",
        }.get(self.env.context.get("active_model"))
        ids = self.env.context.get("active_ids") or []
        if field and ids:
            values[field] = ids[0] if field == "run_id" else [(6, 0, ids)]
        return values

    @api.depends(
        "company_id",
        "paper_ids",
        "run_id",
        "contract_ids",
        "date_from",
        "date_to",
        "kind",
        "only_unsent",
        "order",
        "split",
        "size",
    )
    def _compute_counts(self):
        for wizard in self:
            parts = wizard._parts() if wizard.size > 0 else []
            wizard.paper_count = sum(len(ids) for _label, ids in parts)
            wizard.file_count = len(parts)

    def _domain(self):
        domain = [("company_id", "=", self.company_id.id)]
        if self.paper_ids:
            domain.append(("id", "in", self.paper_ids.ids))
        if self.run_id:
            domain.append(("run_id", "=", self.run_id.id))
        if self.contract_ids:
            domain.append(("contract_id", "in", self.contract_ids.ids))
        if self.date_from:
            domain.append(("date", ">=", self.date_from))
        if self.date_to:
            domain.append(("date", "<=", self.date_to))
        if self.kind:
            domain.append(("kind", "=", self.kind))
        if self.only_unsent:
            domain += [("sign_state", "=", "none"), ("emailed_date", "=", False)]
        return domain

    def _parts(self):
        """``[(label, paper ids)]`` of the files, sorted for delivery."""
        self.ensure_one()
        papers = self.env["utility.paper"]._search(self._domain())
        label = _LABELS[self.split]
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT %s, p.partner_id, p.id FROM utility_paper p"
                " JOIN res_partner r ON r.id = p.partner_id WHERE p.id IN %s ORDER BY 1, %s",
                label,
                papers.subselect(),
                _SEQUENCES[self.order],
            )
        )
        if self.split == "kind":
            names = dict(self.env["utility.paper"]._fields["kind"]._description_selection(self.env))
            rows = [(names[kind], partner, id_) for kind, partner, id_ in rows]
        return in_files(rows, self.size)

    def action_print(self):
        self.ensure_one()
        if self.size < 1:
            raise UserError(self.env._("A file holds at least one paper."))
        parts = self._parts()
        if not parts:
            raise UserError(self.env._("There is no such paper."))
        name = self.run_id.name or ", ".join(self.contract_ids[:3].mapped("number"))
        order = self.env["utility.print.order"]._start(
            parts,
            name=" ".join(filter(None, (self.env._("Papers"), name))),
            what="papers",
            company_id=self.company_id.id,
            run_id=self.run_id.id,
        )
        return order.action_open()

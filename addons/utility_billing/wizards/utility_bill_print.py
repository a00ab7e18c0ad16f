from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.utility_billing_run_print import FILE, ORDERS, SPLITS


class UtilityBillPrint(models.TransientModel):
    """How the bills of a run are printed: order, files, whose documents, with what (H01, H07, H09).

    1. Choose; the counts below tell what will be made.
    2. *Make Print Files*: jobs make them, the print order shows how far they are.
    """

    _name = "utility.bill.print"
    _description = "Print bills of a run"

    run_id = fields.Many2one(
        "utility.billing.run",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    company_id = fields.Many2one(related="run_id.company_id")
    order = fields.Selection(ORDERS, string="Sorted By", required=True, default="house")
    split = fields.Selection(SPLITS, string="Files", required=True, default="none")
    size = fields.Integer("Bills a File", required=True, default=FILE)
    documents = fields.Selection(
        [
            ("combined", "One document an account"),
            ("separate", "A document for each payee"),
        ],
        required=True,
        default="combined",
        help="Documents for each payee show the payee's own services, requisites and code.",
    )
    supplier_id = fields.Many2one(
        "res.partner",
        string="By Order Of",
        domain="[('id', 'in', supplier_ids)]",
        help="Print the documents of one supplier only. Empty: of all, in the company's name.",
    )
    supplier_ids = fields.Many2many("res.partner", compute="_compute_suppliers")
    explain = fields.Boolean("With “Why This Amount”", help="A page or more is added to each bill.")
    bill_count = fields.Integer("Bills", compute="_compute_counts")
    file_count = fields.Integer(compute="_compute_counts", string="Number of Files")

    @api.depends("run_id")
    def _compute_suppliers(self):
        for wizard in self:
            groups = self.env["utility.charge"]._read_group(
                [("run_id", "=", wizard.run_id.id), ("supplier_id", "!=", False)], ["supplier_id"]
            )
            wizard.supplier_ids = self.env["res.partner"].union(*(row[0] for row in groups))

    @api.depends("run_id", "order", "split", "size", "supplier_id")
    def _compute_counts(self):
        for wizard in self:
            parts = wizard.run_id._print_parts(**wizard._choice()) if wizard.size > 0 else []
            wizard.bill_count = sum(len(ids) for _label, ids in parts)
            wizard.file_count = len(parts)

    def _choice(self):
        return {
            "order": self.order,
            "split": self.split,
            "size": self.size,
            "supplier": self.supplier_id,
        }

    def action_print(self):
        self.ensure_one()
        if self.size < 1:
            raise UserError(self.env._("A file holds at least one bill."))
        if self.supplier_id and self.company_id.utility_bill_payee != "supplier":
            raise UserError(
                self.env._(
                    "Bills of %s are paid to the company. Choose in the settings that each supplier "
                    "is paid, to print documents in a supplier's name.",
                    self.company_id.name,
                )
            )
        options = {
            "explain": self.explain,
            "separate": self.documents == "separate",
            "supplier_id": self.supplier_id.id,
        }
        return self.run_id.action_print_bills(options, **self._choice())

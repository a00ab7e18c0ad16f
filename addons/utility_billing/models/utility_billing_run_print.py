from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, groupby

#: bills of one print file
FILE = 1000
ORDERS = [
    ("house", "By house and flat"),
    ("post", "By post code, then by house"),
    ("street", "By street, then by house"),
]
SPLITS = [
    ("none", "One after another"),
    ("post", "A file a post code"),
    ("street", "A file a street"),
    ("house", "A file a house"),
]
_LABELS = {
    "none": SQL("''"),
    "post": SQL("COALESCE(h.postal_code, '')"),
    "street": SQL("COALESCE(s.complete_name, '')"),
    "house": SQL("h.address"),
}


class UtilityBillingRun(models.Model):
    """Print files of a run: sorted for delivery, made by jobs (H01, H07)."""

    _inherit = "utility.billing.run"

    print_order_ids = fields.One2many("utility.print.order", "run_id", string="Print Orders")

    @api.model
    def _print_order(self, order, split):
        """What the bills are sorted by; those of one file stand together."""
        first = {
            "house": SQL("h.address_key"),
            "post": SQL("h.postal_code NULLS LAST, h.address_key"),
            "street": SQL("s.complete_name NULLS LAST, h.address_key"),
        }[order]
        parts = [first, SQL("p.number_key, a.number_key, b.capital")]
        return SQL(", ").join(parts if split == "none" else [_LABELS[split], *parts])

    def _print_parts(self, order="house", split="none", size=FILE, supplier=None):
        """What the print files hold: ``[(label, bill ids)]`` of approved bills that go on paper.

        :param order: sequence of the bills, a key of ``ORDERS``
        :param split: what begins a new file besides its size, a key of ``SPLITS``
        :param supplier: only bills with a line of this partner
        """
        self.ensure_one()
        self.env.flush_all()
        ordered = SQL(
            "EXISTS (SELECT 1 FROM utility_charge c WHERE c.bill_id = b.id AND c.supplier_id = %s)",
            supplier.id if supplier else 0,
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT %s, b.id FROM utility_bill b"
                " JOIN utility_account a ON a.id = b.account_id"
                " JOIN utility_building h ON h.id = b.building_id"
                " LEFT JOIN utility_street s ON s.id = h.street_id"
                " LEFT JOIN utility_premise p ON p.id = a.premise_id"
                " WHERE b.run_id = %s AND b.state = 'approved' AND a.paper_bill AND %s"
                " ORDER BY %s",
                _LABELS[split],
                self.id,
                ordered if supplier else SQL("TRUE"),
                self._print_order(order, split),
            )
        )
        parts = []
        for label, same in groupby(rows, lambda row: row[0]):
            ids = [id_ for _label, id_ in same]
            parts += [(label, ids[start : start + size]) for start in range(0, len(ids), size)]
        return parts

    def action_print_bills(self, options=None, **choice):
        """Make the print files by jobs; earlier ones of the run go. Opens the (last) order.

        :param options: of the paper, see ``utility.bill._pdf``
        :param choice: see :meth:`_print_parts`
        """
        self.check_access("write")
        for run in self:
            run._check_state("approved", "documents", "posted")
            parts = run._print_parts(**choice)
            if not parts:
                raise UserError(self.env._("No approved bill of %s is printed on paper.", run.name))
            earlier = run.print_order_ids.filtered(lambda order: order.what == "bills")
            earlier.filtered(lambda order: order.state == "running").action_cancel()
            earlier.unlink()
            order = self.env["utility.print.order"]._start(
                parts,
                name=run.name,
                what="bills",
                company_id=run.company_id.id,
                run_id=run.id,
                options=options or {},
            )
        return order.action_open()

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .utility_billing_run_charge import CHANNEL

#: bills of one print file
FILE = 1000


class UtilityBillingRun(models.Model):
    """Print files of a run: sorted for delivery by house and flat, made by jobs (H01)."""

    _inherit = "utility.billing.run"

    print_file_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        domain=[("res_model", "=", "utility.billing.run"), ("description", "=", "bills")],
        string="Print Files",
    )
    print_file_count = fields.Integer("Print Files Expected", readonly=True, copy=False)

    def _bills_for_print(self):
        """Ids of the approved bills of accounts that get paper, by house and flat."""
        self.env.flush_all()
        return [
            id_
            for (id_,) in self.env.execute_query(
                SQL(
                    "SELECT b.id FROM utility_bill b"
                    " JOIN utility_account a ON a.id = b.account_id"
                    " JOIN utility_building h ON h.id = b.building_id"
                    " LEFT JOIN utility_premise p ON p.id = a.premise_id"
                    " WHERE b.run_id = %s AND b.state = 'approved' AND a.paper_bill"
                    " ORDER BY h.address_key, p.number_key, a.number_key, b.capital",
                    self.id,
                )
            )
        ]

    def action_print_bills(self):
        """Make the print files by jobs; earlier ones of the run go."""
        for run in self:
            run._check_state("approved", "documents", "posted")
            ids = run._bills_for_print()
            if not ids:
                raise UserError(self.env._("No approved bill of %s is printed on paper.", run.name))
            run.print_file_ids.unlink()
            parts = [ids[start : start + FILE] for start in range(0, len(ids), FILE)]
            run.print_file_count = len(parts)
            for number, part in enumerate(parts, 1):
                run.with_delay(
                    channel=CHANNEL,
                    description=self.env._(
                        "%(run)s: print file %(number)s", run=run.name, number=number
                    ),
                )._job_print(number, part)
        return True

    def _job_print(self, number, bill_ids):
        """Job: one print file."""
        self.ensure_one()
        bills = self.env["utility.bill"].browse(bill_ids)
        return self.env["ir.attachment"].create(
            {
                "name": f"{self.name} {number:04d}.pdf".replace("/", "-"),
                "res_model": self._name,
                "res_id": self.id,
                "raw": bills._pdf(),
                "mimetype": "application/pdf",
                "description": "bills",
            }
        )

from odoo import fields, models


class AccountMove(models.Model):
    """Entries made from the sub-ledger say what they were made from."""

    _inherit = "account.move"

    utility_run_id = fields.Many2one(
        "utility.billing.run",
        string="Billing Run",
        readonly=True,
        index="btree_not_null",
        copy=False,
    )
    utility_payment_ids = fields.One2many("utility.payment", "move_id", readonly=True)
    utility_document = fields.Char(
        "Posted From", readonly=True, copy=False, help="Document of the posting rule."
    )
    utility_key = fields.Char(
        "Posting Key",
        readonly=True,
        copy=False,
        help="What of its run the entry holds: nothing is posted twice.",
    )
    utility_undone = fields.Boolean("Taken Back", readonly=True, copy=False)
    utility_contract_id = fields.Many2one(
        "utility.contract",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    utility_account_id = fields.Many2one(
        "utility.account",
        string="Personal Account",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    utility_period_date = fields.Date("Utility Period", readonly=True, copy=False)
    utility_of_period = fields.Date("Corrects Period", readonly=True, copy=False)
    utility_corrected_id = fields.Many2one(
        "account.move",
        string="Corrects Invoice",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    _utility_key_uniq = models.UniqueIndex(
        "(utility_run_id, utility_key) WHERE utility_key IS NOT NULL AND utility_undone IS NOT TRUE",
        "This part of the run is posted already.",
    )

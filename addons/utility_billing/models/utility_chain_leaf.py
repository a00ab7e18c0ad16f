from odoo import fields, models
from odoo.tools import SQL


class UtilityChainLeaf(models.Model):
    """Digest of the rows of one account (or day) in a link: it names the row that was changed.

    ``digest``, ``row_ids`` and ``marks`` (six bytes a row) are columns of the database only.
    """

    _name = "utility.chain.leaf"
    _description = "Leaf of the journal"
    _inherit = ["utility.lean.mixin"]
    _auto = False
    _log_access = False

    link_id = fields.Many2one("utility.chain.link", required=True, readonly=True)
    key = fields.Integer(required=True, readonly=True, help="Account, or day since 2000-01-01.")

    _link_idx = models.Index("(link_id, key)")

    def init(self):
        res = super().init()
        for name, kind in (("digest", "bytea"), ("row_ids", "bigint[]"), ("marks", "bytea")):
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE utility_chain_leaf ADD COLUMN IF NOT EXISTS %s %s",
                    SQL.identifier(name),
                    SQL(kind),
                )
            )
        return res

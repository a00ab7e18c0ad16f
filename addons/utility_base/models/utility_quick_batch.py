from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: What a batch deletes, in this order: what hangs on others goes first.
UNDO_ORDER = (
    "utility.reading",
    "utility.meter.installation",
    "utility.meter",
    "utility.account.service",
    "utility.residency",
    "utility.account",
    "utility.area",
    "utility.premise",
    "utility.entrance",
    "utility.building",
    "res.partner",
)


class UtilityQuickBatch(models.Model):
    """What one quick addition made; it can be taken back as long as nothing uses it (A17)."""

    _name = "utility.quick.batch"
    _description = "Quick addition"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    user_id = fields.Many2one(
        "res.users", readonly=True, default=lambda self: self.env.user, string="Made By"
    )
    building_id = fields.Many2one(
        "utility.building", readonly=True, ondelete="set null", index=True
    )
    records = fields.Json(readonly=True, help="Identifiers of the rows made, by model.")
    premise_count = fields.Integer("Premises", readonly=True)
    account_count = fields.Integer("Accounts", readonly=True)
    meter_count = fields.Integer("Meters", readonly=True)
    seconds = fields.Float(readonly=True, digits=(10, 2), aggregator=None)
    state = fields.Selection(
        [("done", "Done"), ("undone", "Taken back")], default="done", required=True, readonly=True
    )

    def action_undo(self):
        """Delete all that the batch made.

        :raises UserError: something made later refers to it; names what and how much
        """
        self.ensure_one()
        self.check_access("read")
        # who may make houses by the batch may take them back; readers only look at the journal
        self.env["utility.quick.add"].check_access("create")
        if self.state != "done":
            raise UserError(self.env._("“%s” has been taken back already.", self.name))
        # operators may not delete accounts and meters; here they delete what a batch of theirs
        # has just made and nothing else, and only if nothing refers to it
        batch = self.sudo()
        if used := batch._used():
            raise UserError(
                self.env._(
                    "“%(name)s” cannot be taken back, its records are in use:\n%(used)s\n"
                    "Delete these first, or close the accounts instead.",
                    name=self.name,
                    used="\n".join(f"— {label}: {count}" for label, count in used),
                )
            )
        batch._delete_readings()
        for model in UNDO_ORDER[1:]:
            batch._made(model).unlink()
        batch.write({"state": "undone", "records": {}})
        return True

    def _delete_readings(self):
        """Readings are never deleted one by one; those that came with the house go with it.

        The trigger of closed periods holds here too.
        """
        ids = self._made("utility.reading").ids
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM utility_reading WHERE id = ANY(%s)", ids))
        self.env.invalidate_all()

    def _made(self, model):
        """Records of ``model`` that the batch made and that still exist."""
        return (
            self.env[model]
            .with_context(active_test=False)
            .browse((self.records or {}).get(model, []))
            .exists()
        )

    def _used(self):
        """Rows outside the batch that refer to its records: ``[(what, how many)]``."""
        counts = {}
        for model in UNDO_ORDER:
            made = self._made(model)
            for field in self._referring_fields(model) if made else ():
                rows = (
                    self.env[field.model_name]
                    .with_context(active_test=False)
                    .search([(field.name, "in", made.ids)])
                )
                rows -= self._made(field.model_name)
                if rows:
                    label = rows._description
                    counts[label] = max(counts.get(label, 0), len(rows))
        return sorted(counts.items())

    @api.model
    def _referring_fields(self, comodel):
        """Stored references to ``comodel`` from rows that live on their own.

        Left out: rows that are deleted together with what they refer to and are of no use without
        it (registers and verifications of a meter), the log of who made them, the batch itself.
        """
        skipped = {self._name, "utility.meter.register", "utility.meter.verification"}
        return [
            field
            for model in self.env.registry.values()
            if model._auto and not model._transient and not model._abstract
            if model._name not in skipped and not model._name.startswith("auditlog.")
            for field in model._fields.values()
            if field.type == "many2one" and field.store and field.comodel_name == comodel
            if not field.related and field.model_name == model._name
        ]

from ast import literal_eval

from odoo import api, fields, models

METHODS = [
    ("create", "Created"),
    ("write", "Changed"),
    ("unlink", "Deleted"),
    ("read", "Read"),
    ("export_data", "Exported"),
]
# Technical consequences of a change that say nothing to a reader of the history.
_SILENT = {"company_id", "parent_path", "sequence", "write_date", "utility_account_ids"}


class AuditlogLog(models.Model):
    """What an entry of the audit is about, so that the history of an account survives its rows."""

    _inherit = "auditlog.log"

    utility_company_id = fields.Many2one("res.company", "Company", ondelete="set null")
    utility_account_id = fields.Many2one(
        "utility.account", "Account", index="btree_not_null", ondelete="set null"
    )
    utility_premise_id = fields.Many2one(
        "utility.premise", "Premise", index="btree_not_null", ondelete="set null"
    )
    utility_method = fields.Selection(METHODS, "Change", compute="_compute_utility_method")
    utility_summary = fields.Text("What", compute="_compute_utility_summary")
    utility_address = fields.Char(related="http_request_id.utility_address")
    utility_device = fields.Char(related="http_request_id.utility_device")

    @api.model_create_multi
    def create(self, vals_list):
        """Entries remember account, premise and company: the row itself may be gone later."""
        for vals in vals_list:
            # who changes a record need not see the catalogue of models
            model = self.env["ir.model"].sudo().browse(vals.get("model_id"))
            if vals.get("res_id") and (model.model or "").startswith("utility."):
                # the audit knows what the user changed even where he may not see all of it
                record = self.env[model.model].sudo().browse(vals["res_id"])
                vals.update(self._utility_origin(record))
        return super().create(vals_list)

    @api.model
    def _utility_origin(self, record):
        """Values of account, premise and company of ``record`` of any model of the register."""
        names = record._fields
        holder = record.meter_id if "meter_id" in names and "account_id" not in names else record
        account = holder.account_id if "account_id" in holder._fields else False
        premise = holder.premise_id if "premise_id" in holder._fields else False
        return {
            "utility_company_id": record.company_id.id if "company_id" in names else False,
            "utility_account_id": account.id if account else False,
            "utility_premise_id": premise.id if premise else False,
        }

    @api.depends("method")
    def _compute_utility_method(self):
        known = dict(METHODS)
        for log in self:
            log.utility_method = log.method if log.method in known else False

    @api.depends("line_ids")
    def _compute_utility_summary(self):
        """Changed fields as ``Name: before → after``, in the words of the reader."""
        for log in self:
            lines = (log._utility_line(line) for line in log.line_ids)
            log.utility_summary = "; ".join(filter(None, lines))

    def _utility_line(self, line):
        model = self.env.get(self.model_model)
        field = model._fields.get(line.field_name) if model is not None else None
        # what follows from other fields is no news to a reader of the history
        if line.field_name in _SILENT or (field and field.compute and field.readonly):
            return ""
        before = self._utility_value(field, line.old_value_text)
        after = self._utility_value(field, line.new_value_text)
        # a new row says nothing by the numbers that nobody filled in
        if not before and after in ("", "0", "0.0"):
            return ""
        # the field is named in the reader's language where it still exists
        name = field._description_string(self.env) if field else line.field_description
        return f"{name}: {before} → {after or '–'}" if before else f"{name}: {after}"

    def _utility_value(self, field, text):
        """Readable form of a logged value: names of records, labels of selections."""
        if text in (False, None, "", "False", "None", "[]"):
            return ""
        if field is None or field.type in ("char", "text", "html"):
            return text
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(text, text)
        if field.relational and text[0] in "([":
            value = literal_eval(text)
            pairs = [value] if isinstance(value, tuple) else value
            return ", ".join(self._utility_name(field, *pair) for pair in pairs)
        return text

    def _utility_name(self, field, record_id, name):
        """The logged name, else today's: the name of a fresh record is not logged."""
        record = self.env[field.comodel_name].browse(record_id).exists()
        # who may read the audit reads the names in it
        return name or record.sudo().display_name or f"#{record_id}"

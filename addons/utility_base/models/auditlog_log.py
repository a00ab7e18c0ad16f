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
            lines = [
                log._utility_line(line)
                for line in log.line_ids
                if line.field_name not in _SILENT
            ]
            log.utility_summary = "\n".join(filter(None, lines))

    def _utility_line(self, line):
        before = self._utility_value(line.field_name, line.old_value_text)
        after = self._utility_value(line.field_name, line.new_value_text)
        if not before and not after:
            return ""
        # the field is named in the reader's language where it still exists
        model = self.env.get(self.model_model)
        field = model._fields.get(line.field_name) if model is not None else None
        name = field._description_string(self.env) if field else line.field_description
        return f"{name}: {before or '–'} → {after or '–'}" if before else f"{name}: {after}"

    def _utility_value(self, field_name, text):
        """Readable form of a logged value: names of records, labels of selections."""
        if text in (False, None, "", "False", "None", "[]"):
            return ""
        model = self.env.get(self.model_model)
        field = model._fields.get(field_name) if model is not None else None
        if field is not None and field.type == "selection":
            return dict(field._description_selection(self.env)).get(text, text)
        if text[0] in "([":
            try:
                value = literal_eval(text)
            except (ValueError, SyntaxError):
                return text
            pairs = [value] if isinstance(value, tuple) else value
            if all(isinstance(pair, tuple) and len(pair) == 2 for pair in pairs):
                return ", ".join(str(name) for _id, name in pairs)
        return text

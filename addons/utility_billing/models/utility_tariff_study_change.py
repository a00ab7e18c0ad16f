from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.utility_base.models.utility_meter_model import ZONES

from ..engine import Block, Norm, Parameter, Tariff
from ..engine.parameter_values import parse_value
from ..loader.draft import NormDraft, ParameterDraft, PercentDraft, TariffDraft


class UtilityTariffStudyChange(models.Model):
    """One change of a study: a new value, a percentage, or a tariff or norm drafted elsewhere.

    A new value holds for exactly the named group, place and supplier; a percentage for all rows of the
    service that fit what is named. Both from a day on, whatever was planned after it.
    """

    _name = "utility.tariff.study.change"
    _description = "Change of a tariff study"
    _inherit = ["utility.parameter.code.mixin"]
    _order = "study_id, sequence, id"
    _check_company_auto = True

    study_id = fields.Many2one(
        "utility.tariff.study", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="study_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    subject = fields.Selection(
        [("tariff", "Tariff"), ("norm", "Norm"), ("parameter", "Rule parameter")],
        required=True,
        default="tariff",
        string="What",
    )
    how = fields.Selection(
        [("value", "New value"), ("percent", "Changed by percent"), ("record", "Existing draft")],
        required=True,
        default="value",
    )
    service_id = fields.Many2one("utility.service", check_company=True, ondelete="cascade")
    component_id = fields.Many2one(
        "utility.service.component", domain="[('service_id', '=', service_id)]", ondelete="cascade"
    )
    zone = fields.Selection(ZONES)
    customer_category_id = fields.Many2one("utility.customer.category")
    locality_id = fields.Many2one("utility.locality", string="Territory")
    supplier_id = fields.Many2one("res.partner", check_company=True)
    per = fields.Selection(
        [("person", "Person"), ("m2", "m2"), ("unit", "Unit")], default="person", string="Norm A"
    )
    value = fields.Float("New Value", digits=(16, 6), min_display_digits=2, aggregator=None)
    percent = fields.Float("Change, %", digits=(16, 4), aggregator=None)
    tariff_id = fields.Many2one(
        "utility.tariff",
        string="Draft Tariff",
        check_company=True,
        ondelete="cascade",
        help="Archived tariffs charge nobody: enter a draft, archive it, choose it here.",
    )
    norm_id = fields.Many2one(
        "utility.norm", string="Draft Norm", check_company=True, ondelete="cascade"
    )
    text_value = fields.Char("Value of the Parameter")
    date_from = fields.Date("From", help="Empty: from the first day of the study.")

    _value_check = models.Constraint("CHECK (value >= 0)", "A value cannot be negative.")
    _percent_check = models.Constraint(
        "CHECK (percent > -100)", "A price cannot fall by 100 % or more."
    )

    @api.depends("subject", "how", "service_id.name", "value", "percent", "code", "text_value")
    def _compute_display_name(self):
        for change in self:
            what = change.service_id.name or ""
            if change.how == "record":
                record = change.tariff_id or change.norm_id
                change.display_name = record.display_name or ""
            elif change.subject == "parameter":
                change.display_name = f"{change._parameter_name()}: {change.text_value or ''}"
            elif change.how == "percent":
                change.display_name = f"{what} {change.percent:+g} %"
            else:
                change.display_name = f"{what}: {change.value:g}"

    @api.onchange("service_id")
    def _onchange_service_id(self):
        self.component_id = False

    @api.onchange("subject")
    def _onchange_subject(self):
        if self.subject == "parameter":
            self.how = "value"

    def write(self, vals):
        self.study_id._check_draft()
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        changes.study_id._check_draft()
        return changes

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        self.study_id._check_draft()

    def _draft(self):
        """The change as :mod:`~..loader.draft` takes it.

        :raises UserError: where the line does not say what changes
        """
        self.ensure_one()
        if self.subject == "parameter":
            return self._parameter_draft()
        if self.how == "record":
            return self._tariff_record() if self.subject == "tariff" else self._norm_record()
        if not self.service_id:
            raise UserError(self.env._("Choose the service that the change is about."))
        if self.how == "percent":
            return PercentDraft(
                self.subject,
                self.service_id.id,
                _exact(self.percent),
                self._day(),
                self.component_id.code or None,
                self._zone(self.zone),
                self.customer_category_id.code or None,
                self.locality_id.id or None,
                self.supplier_id.id or None,
            )
        common = {
            "date_from": self._day(),
            "customer": self.customer_category_id.code or None,
            "component": self.component_id.code or None,
            "ref": self.study_id.name,
        }
        place = self.locality_id.id or None
        if self.subject == "norm":
            norm = Norm(_exact(self.value), per=self.per or "person", **common)
            return NormDraft(self.service_id.id, place, None, norm)
        tariff = Tariff(_exact(self.value), zone=self._zone(self.zone), **common)
        return TariffDraft(self.service_id.id, self.supplier_id.id or None, place, tariff)

    def _day(self):
        return self.date_from or self.study_id.month_from.replace(day=1)

    @staticmethod
    def _zone(zone):
        return None if zone in (False, "total") else zone

    def _parameter_draft(self):
        try:
            value = parse_value((self.code or "").strip(), self.text_value or "")
        except ValueError as error:
            raise UserError(
                self.env._(
                    "%(code)s: %(value)s cannot be read. Write it as in the rule parameters.",
                    code=self.code or "?",
                    value=self.text_value or "–",
                )
            ) from error
        parameter = Parameter(
            self.code.strip(),
            value,
            self._day(),
            None,
            self.service_id.code or None,
            self.customer_category_id.code or None,
            ref=self.study_id.name,
        )
        return ParameterDraft(None, parameter)

    def _tariff_record(self):
        row = self.tariff_id
        if not row:
            raise UserError(self.env._("Choose the draft tariff."))
        blocks = tuple(
            Block(_exact(block.limit) if block.limit else None, _exact(block.value))
            for block in row.block_ids
        )
        tariff = Tariff(
            None if blocks else _exact(row.value),
            date_from=self._day(),
            customer=row.customer_category_id.code or None,
            component=row.component_id.code or None,
            zone=self._zone(row.zone),
            blocks=blocks,
            blocks_per=row.blocks_per or "account",
            without_meter="last" if row.without_meter_last else None,
            months=row._season_numbers(),
            ref=row.legal_reference or "",
        )
        place, supplier = row.locality_id.id or None, row.supplier_id.id or None
        return TariffDraft(row.service_id.id, supplier, place, tariff)

    def _norm_record(self):
        row = self.norm_id
        if not row:
            raise UserError(self.env._("Choose the draft norm."))
        norm = Norm(
            _exact(row.value),
            per=row.per,
            base=row.base,
            date_from=self._day(),
            customer=row.customer_category_id.code or None,
            component=row.component_id.code or None,
            ref=row.legal_reference or "",
        )
        buildings = frozenset(row.building_ids.ids) or None
        return NormDraft(row.service_id.id, row.locality_id.id or None, buildings, norm)


def _exact(value):
    """A float field as the Decimal that was typed."""
    return Decimal(repr(value or 0.0))

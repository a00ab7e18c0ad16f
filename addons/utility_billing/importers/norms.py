from dataclasses import replace

from odoo.addons.utility_base.importers import targets
from odoo.addons.utility_base.importers.fields import Target
from odoo.addons.utility_base.importers.registry import register
from odoo.addons.utility_base.importers.rows import RowError

from ..engine.parameter_values import parse_value
from .timelines import (
    CATEGORY,
    COMPONENT,
    ORDER,
    SINCE,
    TERRITORY,
    UNTIL,
    VALUE_ALIASES,
    TimelineImporter,
)

PER = {
    "person": ("человек", "чел", "на человека", "особа", "адам"),
    "m2": ("м2", "кв м", "площадь", "площа", "шаршы метр"),
    "unit": ("единица", "единицу", "одиниця", "бірлік"),
}
BASE = {
    "month": ("месяц", "мес", "в месяц", "місяць", "ай"),
    "year": ("год", "в год", "рік", "жыл"),
}


@register
class NormImporter(TimelineImporter):
    """Consumption norms with their days, groups and places (C14)."""

    kind = "norms"
    label = "Norms"
    module = "utility_billing"
    sequence = 61
    help = (
        "How much of a service a person, m2 or unit uses by norm from a day on. Norms of named "
        "houses are entered on the screen."
    )
    model = "utility.norm"
    targets = (
        replace(targets.SERVICE, required=True),
        COMPONENT,
        CATEGORY,
        TERRITORY,
        Target("norm", "Norm", "decimal", required=True,
               aliases=("норматив", "норма", "норматив потребления", *VALUE_ALIASES),
               example="4,5"),
        Target("per", "A", "choice", choices=PER, aliases=("на", "за", "единица расчёта", "base")),
        Target("base", "Every", "choice", choices=BASE, aliases=("период", "кезең")),
        replace(SINCE, required=True),
        UNTIL,
        ORDER,
    )  # fmt: skip

    def plan(self, row, work):
        service = self.service(row)
        if row["norm"] < 0:
            raise RowError("BIL-NEGATIVE", "norm", row["norm"])
        key = {
            "company_id": self.company.id,
            "service_id": service.id,
            "component_id": self.component(row, service),
            "per": row["per"] or "person",
            "customer_category_id": self.place(row, "category", "utility.customer.category"),
            "locality_id": self.place(row, "territory", "utility.locality"),
        }
        values = {"value": row["norm"], "base": row["base"] or "month"}
        if "order" in row:
            values["legal_reference"] = row["order"]
        work.note("value", key, row["date_from"], row["date_to"], values)

    def _known(self, key):
        # norms of named houses stand beside the general ones
        return super()._known(key).filtered(lambda norm: not norm.building_ids)


@register
class ParameterImporter(TimelineImporter):
    """Rule parameters of the company with their days (C23)."""

    kind = "rule_parameters"
    label = "Rule Parameters"
    module = "utility_billing"
    sequence = 62
    help = "Figures and dates of the law that hold for the company; those of the country stay."
    model = "utility.rule.parameter"
    targets = (
        Target("code", "Code", required=True, aliases=("код", "параметр"), example="key_rate"),
        Target("value", "Value", required=True, aliases=VALUE_ALIASES, example="16.5"),
        targets.SERVICE,
        CATEGORY,
        replace(SINCE, required=True),
        UNTIL,
        ORDER,
    )

    def plan(self, row, work):
        code, value = row["code"].strip(), row["value"].strip()
        try:
            parse_value(code, value)
        except ValueError:
            raise RowError("BIL-PARAMETER", "value", value, label=code) from None
        key = {
            "company_id": self.company.id,
            "code": code,
            "service_id": self.service(row).id,
            "customer_category_id": self.place(row, "category", "utility.customer.category"),
            "state_id": False,
            "house_meter": False,
        }
        values = {"value": value}
        if "order" in row:
            values["legal_reference"] = row["order"]
        work.note("value", key, row["date_from"], row["date_to"], values)

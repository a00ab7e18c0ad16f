import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from odoo.addons.utility_base.importers import targets
from odoo.addons.utility_base.importers.fields import Target
from odoo.addons.utility_base.importers.registry import register
from odoo.addons.utility_base.importers.rows import RowError

from .timelines import (
    CATEGORY,
    COMPONENT,
    ORDER,
    SINCE,
    SUPPLIER,
    TERRITORY,
    UNTIL,
    VALUE_ALIASES,
    TimelineImporter,
)

ZONES = {
    "day": ("день", "дневная", "денна", "күндізгі"),
    "night": ("ночь", "ночная", "нічна", "түнгі"),
    "peak": ("пик", "пиковая", "пікова", "шың"),
    "half_peak": ("полупик", "полупиковая", "напівпікова"),
}
PER = {
    "account": ("счёт", "лицевой счёт", "рахунок", "шот"),
    "person": ("человек", "чел", "особа", "адам"),
}


@register
class TariffImporter(TimelineImporter):
    """Prices with their days, groups, places and ranges (C17)."""

    kind = "tariffs"
    label = "Tariffs"
    module = "utility_billing"
    sequence = 60
    help = (
        "What a unit of a service costs from a day on. A new price ends the old one the day before; "
        "the same file twice changes nothing."
    )
    model = "utility.tariff"
    targets = (
        replace(targets.SERVICE, required=True),
        COMPONENT,
        Target("zone", "Zone", "choice", choices=ZONES, aliases=("зона", "зона суток", "аймақ")),
        CATEGORY,
        TERRITORY,
        SUPPLIER,
        Target("price", "Price", "decimal", aliases=("цена", "тариф", "ставка", "ціна", "баға",
               *VALUE_ALIASES), example="55,21"),
        Target("ranges", "Ranges", help="Upper border and price of each range, the last without a "
               "border: 100:5.47 | 250:7.10 | :9.20. Instead of a price.",
               aliases=("диапазоны", "блоки", "ступени", "діапазони", "диапазондар", "blocks")),
        Target("ranges_per", "Ranges a", "choice", choices=PER,
               aliases=("диапазоны на", "блоки на", "діапазони на")),
        Target("season", "Season Months", help="Numbers of the months: 5,6,7,8,9. Empty: all.",
               aliases=("сезон", "месяцы сезона", "місяці сезону", "маусым айлары")),
        replace(SINCE, required=True),
        UNTIL,
        ORDER,
    )  # fmt: skip

    def plan(self, row, work):
        service = self.service(row)
        key = {
            "company_id": self.company.id,
            "service_id": service.id,
            "component_id": self.component(row, service),
            "zone": row["zone"] or False,
            "customer_category_id": self.place(row, "category", "utility.customer.category"),
            "supplier_id": self.supplier(row),
            "locality_id": self.place(row, "territory", "utility.locality"),
            "season_months": row["season"] or False,
        }
        ranges = read_ranges(row["ranges"]) if "ranges" in row else []
        price = row["price"]
        if price is None and not ranges:
            raise RowError("IMP-REQUIRED", "price", label="Price")
        if price is not None and price < 0:
            raise RowError("BIL-NEGATIVE", "price", price)
        values = {
            "value": price if price is not None else Decimal(0),
            "legal_reference": row["order"],
            "blocks_per": row["ranges_per"] if ranges else None,
            "ranges": ranges,
        }
        values = {name: value for name, value in values.items() if value is not None}
        work.note("value", key, row["date_from"], row["date_to"], values)

    def _differs(self, record, values):
        plain = {name: value for name, value in values.items() if name != "ranges"}
        return super()._differs(record, plain) or stored_ranges(record) != values["ranges"]

    def _correct(self, work, row, record, values):
        values = dict(values)
        if stored_ranges(record) != values.pop("ranges"):
            # a journal keeps values, not rows of ranges: what could not be undone is not done
            raise RowError("BIL-RANGES", "ranges", record.display_name)
        super()._correct(work, row, record, values)

    def _create(self, work, row, vals):
        vals = dict(vals)
        commands = [
            (0, 0, {"sequence": index, "limit": float(border or 0), "value": float(price)})
            for index, (border, price) in enumerate(vals.pop("ranges"), 1)
        ]
        vals["block_ids"] = commands
        return super()._create(work, row, vals)


def read_ranges(text):
    """``[(border or None, price)]`` of ``100:5.47 | 250:7.10 | :9.20``.

    :raises RowError: BIL-RANGES-TEXT where it cannot be read or the borders do not rise
    """
    found = []
    try:
        for part in re.split(r"[|;\n]", text):
            if not part.strip():
                continue
            border, _colon, price = part.replace(",", ".").partition(":")
            border = Decimal(border.strip()).normalize() if border.strip() else None
            found.append((border, Decimal(price.strip()).normalize()))
    except InvalidOperation:
        raise RowError("BIL-RANGES-TEXT", "ranges", text) from None
    borders = [border for border, _price in found[:-1]]
    if (
        len(found) < 2
        or found[-1][0] is not None
        or None in borders
        or sorted(set(borders)) != borders
    ):
        raise RowError("BIL-RANGES-TEXT", "ranges", text)
    return found


def stored_ranges(tariff):
    """The same of a tariff as it stands."""
    return [
        (
            Decimal(repr(block.limit)).normalize() if block.limit else None,
            Decimal(repr(block.value)).normalize(),
        )
        for block in tariff.block_ids
    ]

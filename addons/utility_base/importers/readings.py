from dataclasses import replace

from ..gateway.problem import problem
from ..models.utility_reading import SOURCES
from . import targets
from .fields import Target
from .lookup import Services
from .marks import _
from .registry import register
from .residents import AccountImporter
from .rows import RowError, found_or_error
from .work import Change, outcome

ZONES = {
    "total": ("общий", "однотарифный", "загальний", "жалпы", "t", "t0", "b"),
    "day": ("день", "дневная", "денна", "т1", "t1", "күндіз"),
    "night": ("ночь", "ночная", "ніч", "т2", "t2", "түн"),
    "peak": ("пик", "пиковая", "пік", "шарықтау"),
    "half_peak": ("полупик", "полупиковая", "напівпік", "т3", "t3"),
}
_RATES = ("value_1", "value_2", "value_3", "value_4")


class ReadingFinding:
    """Findings of the checks of readings as problems of an import row."""

    @staticmethod
    def problem(finding, row):
        return problem(
            f"reading.{finding['code']}",
            row=row.number,
            column=finding["field"] or "",
            is_warning=finding["severity"] != "refuse",
            message=finding["message"],
            remedy=finding["remedy"],
        )


def enter_readings(importer, work, items):
    """Put readings through the checks of the register; ``items`` is [(row, values, main)].

    A refused reading fails its row, and with it all else that the row brings: only where the
    reading is all the row holds (``main``) can it be refused by itself. One that must be looked at
    is saved as such, with a warning. Known readings change nothing.
    """
    if not items:
        return
    model = importer.env["utility.reading"]
    model.check_access("create")
    answer = model._enter([values for _row, values, _main in items], source="import")
    for (row, _values, main), result in zip(items, answer["rows"], strict=True):
        found = [ReadingFinding.problem(f, row) for f in result["findings"]]
        if result["status"] == "refused":
            if not main:
                raise RowError.of(found[0])
            for item in found:
                row.fail(item)
            continue
        row.problems.extend(item for item in found if item.code != "reading.duplicate")
        records = model.browse(result["ids"])
        state = "unchanged" if result["status"] == "known" else "created"
        if records:
            outcome(row, records[0], state, main)
        if state == "created":
            work.changes.extend(
                Change(row, model._name, record.id, "created") for record in records
            )


@register
class ReadingImporter(AccountImporter):
    """Readings of meters through the same checks as every other way in (P02, B01)."""

    kind = "readings"
    label = _("Meter Readings")
    sequence = 60
    help = _("Values of meters by account, serial number or service. Meters must exist.")
    targets = (
        replace(targets.ACCOUNT, required=False),
        Target(
            "serial",
            _("Serial Number"),
            aliases=("номер счетчика", "заводской номер", "номер прибора", "номер пу", "счетчик",
                     "номер лічильника", "заводський номер", "лічильник", "есептегіш нөмірі",
                     "есептегіш", "meter", "meter number"),
            example="25027660",
        ),
        targets.SERVICE,
        Target("date", _("Date"), "date", required=True, example="25.02.2026",
               aliases=("дата", "дата показания", "дата снятия", "дата показань", "дата зняття",
                        "күні", "көрсеткіш күні", "datp")),
        Target("value_1", _("Value"), "decimal", example="1234,567",
               aliases=("показание", "показания", "текущее показание", "показник",
                      "поточний показник",
                        "көрсеткіш", "ph1", "т1", "t1", "день", "reading")),
        Target("value_2", _("Value, Second Rate"), "decimal", aliases=("т2", "t2", "ночь", "ніч",
               "түн")),
        Target("value_3", _("Value, Third Rate"), "decimal", aliases=("т3", "t3", "полупик",
               "напівпік")),
        Target("value_4", _("Value, Fourth Rate"), "decimal", aliases=("т4", "t4")),
        Target("zone", _("Zone"), "choice", choices=ZONES, aliases=("зона", "тариф", "аймақ")),
        Target("source", _("Source"), "choice", choices={code: (label,) for code, label in SOURCES},
               aliases=("источник", "джерело", "дереккөз")),
        Target("note", _("Note"), aliases=("примечание", "комментарий", "примітка", "коментар",
               "ескерту")),
        targets.EXTERNAL_ID,
    )  # fmt: skip

    def is_wanted(self, row):
        limited = self.options.only_accounts or self.options.only_buildings
        return not limited or super().is_wanted(row)

    def plan(self, row, work):
        if row["account"] is None and row["serial"] is None:
            raise RowError("IMP-REQUIRED", "account", label="Account")
        values = [row[name] for name in _RATES]
        while values and values[-1] is None:
            values.pop()
        if not values or None in values:
            raise RowError("IMP-NO-READING", "value_1")
        item = row.some("date", "serial", "source", "note", "external_id")
        if row["account"]:
            item["account"] = self.account(row).number
        if row["service"]:
            item["service"] = self._service_code(row)
        if len(values) > 1:
            item["values"] = values
        else:
            item["value"] = values[0]
            if row["zone"]:
                item["zone"] = row["zone"]
        work.note("readings", item, True)

    def _service_code(self, row):
        found = found_or_error(self.services.find(row["service"]), "service")
        return found.code

    def prepare(self, rows):
        super().prepare(rows)
        if any(row["service"] for row in rows):
            self.services = Services(self.env, self.company)

    def finish(self, work):
        enter_readings(self, work, work.notes["readings"])

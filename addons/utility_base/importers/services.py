from dataclasses import replace

from . import targets
from .dated import set_facts
from .fields import Target
from .lookup import Services
from .marks import _
from .registry import register
from .residents import AccountImporter
from .rows import found_or_error

BASES = {
    "meter_or_norm": ("счетчик или норматив", "прибор", "лічильник", "есептегіш"),
    "area": ("площадь", "площа", "ауданы"),
    "person": ("человек", "проживающие", "особи", "адам"),
    "fixed": ("фиксированная", "сумма", "фіксована", "тіркелген"),
    "unit": ("единица", "единицы", "одиниця", "бірлік"),
    "house_share": ("доля дома", "частка будинку", "үй үлесі"),
    "formula": ("формула",),
}
REASONS = {
    "impossible": ("нет технической возможности", "невозможно", "немає технічної можливості",
    "мүмкін емес"),
    "possible": ("есть техническая возможность", "возможно", "є технічна можливість", "мүмкін"),
}  # fmt: skip


@register
class ServiceImporter(AccountImporter):
    """Services on accounts with the days on which they hold (P07)."""

    kind = "services"
    label = _("Services on Accounts")
    sequence = 40
    help = _("Which services an account pays for, from when. Accounts must exist.")
    targets = (
        targets.ACCOUNT,
        replace(targets.SERVICE, required=True),
        targets.DATE_FROM,
        targets.DATE_TO,
        Target("units", _("Units"), "decimal", aliases=("количество единиц", "единиц",
               "кількість одиниць", "саны")),
        Target("basis", _("Charged By"), "choice", choices=BASES,
               aliases=("способ начисления", "база начисления", "спосіб нарахування",
                      "есептеу тәсілі")),
        Target("no_meter_reason", _("Why There Is No Meter"), "choice", choices=REASONS,
               aliases=("причина отсутствия прибора", "техническая возможность",
                      "технічна можливість")),
        Target("supply_point", _("Supply Point"), aliases=("точка поставки", "точка постачання")),
        targets.DOCUMENT,
    )  # fmt: skip

    def prepare(self, rows):
        super().prepare(rows)
        self.services = Services(self.env, self.company)

    def plan(self, row, work):
        account = self.account(row)
        service = found_or_error(self.services.find(row["service"]), "service")
        work.note(
            "services",
            {
                "account_id": account.id,
                "service_id": service.id,
                "supply_point": row["supply_point"] or False,
            },
            row["date_from"] or max(self.options.since, account.date_open),
            row.some("date_to", "units", "basis", "no_meter_reason", "document"),
        )

    def finish(self, work):
        set_facts(work, "utility.account.service", work.notes["services"], main=True)

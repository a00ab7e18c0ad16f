from datetime import date

from ..gateway import exchange_json as json_file
from ..gateway import exchange_model as shape
from ..gateway.problem import problem
from ..gateway.table import Row, Rows, Table
from . import entities
from .base import Importer
from .dated import set_facts
from .exchange_meters import ExchangeMeters
from .exchange_places import ExchangePlaces
from .identity import Ref
from .marks import _
from .registry import register
from .rows import ImportRow, RowError

PARTS = {
    "house": shape.House,
    "premise": shape.Premise,
    "counter": shape.Counter,
    "accrual": shape.Accrual,
    "payment": shape.Payment,
}
COLUMNS = ("part", "id", "content", "house", "since")

_SAMPLE = """
{"houses": [{"id": "h1", "address": "г. Энск, ул. Ленина, д. 5", "kind": "apartment",
  "premises": [{"id": "p1", "flat_number": "1", "premises_type": "квартира", "overall_area": "54.3",
    "accounts": [{"id": "a1", "account": "0001001", "date_from": "2020-01-01",
      "services": [{"code": "cold_water"}],
      "residents": [{"id": "r1", "type": "физ. лицо", "main_payer": "Да", "share": "1/1",
        "residence": [{"type": "const", "date_from": "2020-01-01"}],
        "individual": {"lastname": "Иванов", "firstname": "Иван"}}]}]}]}],
 "counters": [{"id": "c1", "type": "ХВС", "serial": "25027660", "model": "СВ-15", "flats_id": "p1",
  "install_date": "2024-01-10", "check_date": "2030-01-09",
  "values": [{"date": "2024-01-10", "is_start": true, "values": {"B": "0"}}]}]}
"""


@register
class ExchangeImporter(ExchangePlaces, ExchangeMeters, Importer):
    """The open JSON file of housing billing: houses with all inside, meters with readings (P07).

    A row is a house, a premise with its accounts and people, a meter, a charge or a payment. Ids of
    the file are kept as numbers in other programs, so that the same file changes nothing. Opening
    balances, charges and payments go to ``utility.exchange``, which the billing addon fills.
    """

    kind = "exchange"
    label = _("Open Exchange File (JSON)")
    sequence = 5
    help = _(
        "Houses, premises, accounts, people, meters and readings of another program in one file."
    )
    uses_mapping = False
    entities = (
        entities.LOCALITY,
        entities.STREET,
        entities.BUILDING,
        entities.ENTRANCE,
        entities.PREMISE,
        entities.ROOM,
        entities.PARTNER,
        entities.CONTRACT,
        entities.ACCOUNT,
        entities.RESIDENCY,
        entities.OWNERSHIP,
        entities.METER_MODEL,
        entities.METER,
        entities.INSTALLATION,
        entities.VERIFICATION,
    )

    @classmethod
    def read(cls, data, file_kind, options):
        exchange, problems = json_file.parse(data, options.get("encoding") or "")
        rows = tuple(cls._rows(exchange, [p for p in problems if not p.is_warning]))
        told = tuple(p for p in problems if p.is_warning)[:5]
        return Table(COLUMNS, Rows(lambda: iter(rows)), {}, told)

    @classmethod
    def sample(cls):
        """A house with a flat, its account, an owner and a meter."""
        return "json", json_file.build(json_file.parse(_SAMPLE.encode())[0])

    @classmethod
    def _rows(cls, exchange, problems):
        """Rows of the parts of a file; what could not be read stands at the end with its path."""
        number = 0

        def row(part, item_id, content, house="", since=""):
            nonlocal number
            number += 1
            return Row(number, (part, item_id, content, house, since))

        for house in exchange.houses:
            since = _first_day(house.premises)
            plain = json_file.dump_item(house)
            premises = plain.pop("premises", ())
            yield row("house", house.id, plain, "", since)
            for premise, content in zip(house.premises, premises, strict=True):
                yield row("premise", premise.id, content, house.id, _first_day([premise]) or since)
        for name, part in (
            ("counters", "counter"),
            ("accruals", "accrual"),
            ("payments", "payment"),
        ):
            for item in getattr(exchange, name):
                yield row(part, item.id, json_file.dump_item(item))
        for found in problems:
            number += 1
            yield Row(
                number, ("problem", found.path, found.value, "", ""), (found.at(column=found.path),)
            )

    @classmethod
    def parse_rows(cls, rows):
        """Import rows of staged rows [(id, number, cells)]."""
        result = []
        for row_id, number, (part, item_id, content, house, since) in rows:
            values = {
                "part": part,
                "id": item_id,
                "item": json_file.load_item(PARTS[part], content),
                "house": house,
                "since": date.fromisoformat(since) if since else None,
            }
            result.append(ImportRow(number, values, (), row_id))
        return result

    def prepare(self, rows):
        self.hooks = self.env["utility.exchange"]
        self.prepare_places(rows)
        self.prepare_meters(rows)

    def is_wanted(self, row):
        return self.is_wanted_place(row)

    def plan(self, row, work):
        getattr(self, f"plan_{row['part']}")(row, work)

    def plan_accrual(self, row, work):
        self._plan_money(row, work, "accruals")

    def plan_payment(self, row, work):
        self._plan_money(row, work, "payments")

    def _plan_money(self, row, work, part):
        """Charges and payments are for the billing addon; without it they are left out."""
        account = self.account_refs.get(row["item"].accounts_id)
        if account is None:
            raise RowError("IMP-ACCOUNT-UNKNOWN", "accounts_id", row["item"].accounts_id)
        if not self.hooks._takes(part):
            row.skip(problem("IMP-NO-BILLING", row=row.number))
            return
        work.note(part, account if isinstance(account, Ref) else Ref(account), row["item"])

    def finish(self, work):
        set_facts(work, "utility.area", work.notes["building_areas"])
        set_facts(work, "utility.area", work.notes["premise_areas"])
        set_facts(work, "utility.residency", work.notes["persons"])
        set_facts(work, "utility.account.service", work.notes["services"])
        self.finish_meters(work)
        for part in ("saldo", "accruals", "payments"):
            if work.notes[part] and self.hooks._takes(part):
                getattr(self.hooks, f"_load_{part}")(work, work.notes[part])


def _first_day(premises):
    """ISO day on which the first account of the premises was opened; empty when none says."""
    days = [account.date_from for p in premises for account in p.accounts if account.date_from]
    return min(days).isoformat() if days else ""

from dataclasses import replace

from ..gateway.address import fold
from ..gateway.problem import Problem
from . import accounts, entities, targets
from .accounts import AccountPlanner, load_categories
from .base import Importer
from .dated import set_facts
from .fields import Target
from .lookup import People, Services, find_accounts
from .marks import _
from .place import address_of, building_words, has_place, want_building, want_premise
from .registry import register
from .rows import RowError

AREAS = {"total_area": "total", "living_area": "living", "heated_area": "heated"}
BUILDING_KINDS = {
    "apartment": ("многоквартирный", "мкд", "многоквартирный дом", "багатоквартирний",
    "көп пәтерлі"),
    "private": ("частный", "индивидуальный", "ижс", "частный дом", "приватний", "садибний", "жеке"),
    "dormitory": ("общежитие", "гуртожиток", "жатақхана"),
    "commercial": ("нежилое здание", "нежитлова будівля", "тұрғын емес ғимарат"),
}  # fmt: skip


@register
class PremiseImporter(Importer):
    """Houses, premises and accounts out of one table (P07, P08, A09, A19).

    A row names a house at least; with a flat or an account it makes the premise, with a number the
    account and its payer. Houses, streets and towns are made once, however they are spelt.
    """

    kind = "premises"
    label = _("Houses, Premises and Accounts")
    sequence = 10
    help = _("Addresses with areas, accounts, payers and services: begin a migration with this.")
    targets = (
        replace(targets.ACCOUNT, required=False),
        *targets.ADDRESS,
        targets.FULL_NAME,
        targets.LAST_NAME,
        targets.FIRST_NAME,
        targets.MIDDLE_NAME,
        Target("premise_kind", _("Kind of Premise"), "choice", choices=targets.PREMISE_KINDS,
               aliases=("тип помещения", "вид помещения", "тип приміщення", "үй жай түрі")),
        Target("total_area", _("Total Area, m2"), "decimal", example="54,3",
               aliases=("общая площадь", "площадь", "площа", "загальна площа", "жалпы ауданы",
                        "ауданы", "area")),
        Target("living_area", _("Living Area, m2"), "decimal",
               aliases=("жилая площадь", "житлова площа", "тұрғын ауданы")),
        Target("heated_area", _("Heated Area, m2"), "decimal",
               aliases=("отапливаемая площадь", "опалювана площа", "жылытылатын ауданы")),
        Target("area_from", _("Areas Hold From"), "date",
               aliases=("площадь с", "дата изменения площади", "площа з")),
        Target("entrance", _("Entrance"), "integer",
               aliases=("подъезд", "під'їзд", "підїзд", "кіреберіс")),
        Target("floor", _("Floor"), "integer", aliases=("этаж", "поверх", "қабат")),
        Target("rooms", _("Number of Rooms"), "integer",
               aliases=("комнат", "количество комнат", "кількість кімнат", "бөлме саны")),
        Target("cadastral_number", _("Cadastral Number"),
               aliases=("кадастровый номер", "кадастровий номер", "кадастрлық нөмірі")),
        *accounts.TARGETS,
        targets.PHONE,
        targets.EMAIL,
        Target("building_kind", _("Kind of House"), "choice", choices=BUILDING_KINDS,
               aliases=("тип дома", "вид дома", "тип будинку", "үй түрі")),
        Target("building_floors", _("Floors of the House"), "integer",
               aliases=("этажность", "этажей", "поверховість", "қабаттылығы")),
        Target("year_built", _("Year of Construction"), "integer",
               aliases=("год постройки", "год", "рік побудови", "салынған жылы")),
        Target("building_area", _("Area of the House, m2"), "decimal",
               aliases=("площадь дома", "площа будинку", "үй ауданы")),
        Target("common_area", _("Common Property, m2"), "decimal",
               aliases=("площадь мест общего пользования", "моп", "площа мзк",
                      "ортақ мүлік ауданы")),
    )  # fmt: skip
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
    )

    def prepare(self, rows):
        numbers = {row["account"] for row in rows}
        found = find_accounts(self.env, self.company, numbers)
        # the number in the file is the number of the account: an old number is no match here
        self.known, self.similar = {}, {}
        for text, account in found.items():
            if not isinstance(account, Problem):
                if account.number == text:
                    self.known[text] = account
                elif account.number.lstrip("0") == text.lstrip("0"):
                    self.similar[text] = account.number
        existing = self.env["utility.account"].union(*self.known.values())
        self.planner = AccountPlanner(
            self.company,
            self.options.since,
            self.known,
            People(self.env, existing),
            Services(self.env, self.company),
            load_categories(self.env, self.company),
        )

    def is_wanted(self, row):
        options = self.options
        if options.only_accounts and row["account"] not in options.only_accounts:
            return False
        if options.only_buildings:
            external = fold(row["building_external_id"] or "")
            return bool(
                (external and external in options.only_buildings)
                or building_words(address_of(row, options)) in options.only_buildings
            )
        return True

    def plan(self, row, work):
        if similar := self.similar.get(row["account"]):
            raise RowError("IMP-ACCOUNT-SIMILAR", "account", row["account"], known=similar)
        known = self.known.get(row["account"])
        if not has_place(row):
            if not known:
                raise RowError("IMP-ADDRESS", "address", "", reason="it is empty")
            self.planner.plan(row, work, known.premise_id.id)
            return
        address = address_of(row, self.options)
        has_premise = bool(
            address.premise or address.room or row["account"] or row["premise_external_id"]
        )
        building = self._building(row, work, address, main=not has_premise)
        if has_premise:
            premise = self._premise(row, work, address, building, main=not row["account"])
            if row["account"]:
                self.planner.plan(row, work, premise)

    def _building(self, row, work, address, main):
        values = {
            "kind": row["building_kind"],
            "floors": row["building_floors"],
            "year_built": row["year_built"],
        }
        building = want_building(
            work, address, self.options, row["building_external_id"], values, main=main
        )
        day = row["area_from"] or row["date_open"] or self.options.since
        for name, kind in (("building_area", "total"), ("common_area", "common")):
            if row[name] is not None:
                identity = {"building_id": building, "kind": kind}
                work.note("building_areas", identity, day, {"value": row[name]})
        return building

    def _premise(self, row, work, address, building, main):
        values = row.some("floor", "rooms", "cadastral_number")
        if row["entrance"] is not None:
            number = row["entrance"]
            values["entrance_id"] = work.want(
                entities.ENTRANCE,
                [("number", (building, number))],
                {},
                {"building_id": building, "number": number},
            )
        premise = want_premise(
            work, row, address, building, self.options, row["premise_kind"], values, main=main
        )
        day = row["area_from"] or row["date_open"] or self.options.since
        for name, kind in AREAS.items():
            if row[name] is not None:
                identity = {"premise_id": premise, "kind": kind}
                work.note("premise_areas", identity, day, {"value": row[name]})
        return premise

    def finish(self, work):
        set_facts(work, "utility.area", work.notes["building_areas"])
        set_facts(work, "utility.area", work.notes["premise_areas"])
        set_facts(work, "utility.residency", work.notes["persons"])
        set_facts(work, "utility.account.service", work.notes["services"])

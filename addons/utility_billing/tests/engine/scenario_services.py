"""Services and parameters of a scenario as the engine's world: catalogue, country pack, file."""

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from ...engine import Block, Norm, Parameter, Service, Tariff, World
from ...engine.house_meter import HOUSE
from ...engine.parameter_values import parse_value
from ...gateway.production_calendar import production_calendar

ADDONS = Path(__file__).parents[3]

#: catalogue services: unit and settings that a file need not say
CATALOGUE = {
    "cold_water": {"unit": "m3"},
    "hot_water": {"unit": "m3"},
    "sewerage": {"unit": "m3", "volume_from": ("cold_water", "hot_water")},
    "heating": {"unit": "Gcal"},
    "electricity": {"unit": "kWh"},
    "gas": {"unit": "m3"},
    "solid_waste": {"unit": "m3"},
    "housing_maintenance": {"unit": "m2", "basis": "area"},
    "capital_repair": {"unit": "m2", "basis": "area"},
    "parking": {"unit": "month", "basis": "unit"},
    "pets": {"unit": "piece", "basis": "unit"},
    "intercom": {"unit": "month", "basis": "fixed"},
    **{
        f"common_{code}": {
            "unit": unit,
            "basis": "house_share",
            "common_of": code,
            "common_needs": "norm",
        }
        for code, unit in (
            ("cold_water", "m3"),
            ("hot_water", "m3"),
            ("sewerage", "m3"),
            ("electricity", "kWh"),
        )
    },
}


def pack_parameters(country):
    """The dated parameters of a country pack, layer 0, above what is common: their data files."""
    found = []
    folders = ("utility_billing", f"utility_l10n_{country.lower()}")
    files = [
        (layer, path)
        for layer, folder in enumerate(folders, -1)
        for path in sorted((ADDONS / folder / "data").glob("rule_parameters*.xml"))
    ]
    for layer, path in files:
        for record in ElementTree.parse(path).iterfind("record[@model='utility.rule.parameter']"):
            row = {field.get("name"): field for field in record.iter("field")}
            if "active" in row:
                continue  # archived: what the conventions leave to whoever runs the company
            service = row["service_id"].get("ref") if "service_id" in row else ""
            found.append(
                Parameter(
                    row["code"].text,
                    parse_value(row["code"].text, row["value"].text),
                    _day(row.get("date_from")),
                    _day(row.get("date_to")),
                    service.removeprefix("utility_base.service_") or None,
                    HOUSE if "house_meter" in row else _customer(row.get("customer_category_id")),
                    layer,
                )
            )
    off, worked = production_calendar(country, 2020, 2030)
    return [*found, Parameter("holidays", off), Parameter("workdays", worked)]


def _customer(field):
    return None if field is None else field.get("ref").partition("customer_category_")[2]


def _day(field):
    return None if field is None else date.fromisoformat(field.text)


def build_world(data, pack):
    """The engine's world of a scenario's data."""
    parameters = list(pack)
    for row in data["parameters"]:
        parameters.append(
            Parameter(
                row["code"],
                row["value"],
                row.get("from"),
                row.get("to"),
                row.get("service"),
                row.get("customer"),
                1,
            )
        )
    codes = {*data["services"], *CATALOGUE}
    return World(
        [build_service(code, data["services"].get(code, {})) for code in codes], parameters
    )


def build_service(code, row):
    """A service of the catalogue or a new one with the settings of the file."""
    settings = dict(CATALOGUE.get(code, {}))
    for (
        name
    ) in "unit basis formula heating_mode heat_norm common_needs waste_accounting capital".split():
        if name in row:
            settings[name] = row[name]
    vat = row.get("vat", {})
    common = row.get("heating_common_share", {})
    if "common_needs" in row and "basis" not in row:
        settings["basis"] = "house_share"
        settings.setdefault("common_of", code.removeprefix("common_"))
    return Service(
        code,
        tariffs=tuple(_tariff(part) for part in row.get("tariffs", ())),
        norms=tuple(_norm(part) for part in row.get("norms", ())),
        vat_included=vat.get("included", True),
        vat_rate=vat.get("rate"),
        season_months=tuple(row.get("season_months", ())),
        common_volume=common.get("volume"),
        common_share=_fraction(common.get("share")),
        reduction=row.get("reduction", {}),
        **settings,
    )


def _fraction(share):
    """A share above one is meant in percent."""
    return share / 100 if share is not None and share > 1 else share


def _tariff(row):
    return Tariff(
        row.get("value"),
        row.get("from"),
        row.get("to"),
        row.get("customer"),
        row.get("component"),
        row.get("zone"),
        blocks=tuple(Block(part.get("to"), part["value"]) for part in row.get("blocks", ())),
        blocks_per=row.get("blocks_per", "account"),
        without_meter=row.get("without_meter"),
    )


def _norm(row):
    return Norm(
        row["value"],
        row["per"],
        row.get("base", "month"),
        row.get("from"),
        row.get("to"),
        row.get("component"),
    )

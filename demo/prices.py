"""Sample tariffs and norms of the demo town: invented, of a usual size, of no region."""

from datetime import date

YEAR, HALF = date(2025, 1, 1), date(2026, 10, 1)
ORDER = "Образец приказа департамента тарифов № {}"
# service: (component, zone, price until September 2026, price from October)
TARIFFS = {
    "cold_water": [(None, None, 41.20, 44.75)],
    "hot_water": [(None, None, 212.40, 229.81)],
    "sewerage": [(None, None, 33.15, 36.04)],
    "heating": [(None, None, 2210.18, 2385.77)],
    "electricity": [
        (None, None, 4.94, 5.38),
        (None, "day", 5.68, 6.19),
        (None, "night", 2.96, 3.23),
    ],
    "gas": [(None, None, 8.12, 8.85)],
    "solid_waste": [(None, None, 845.60, 908.22)],
    "housing_maintenance": [(None, None, 27.34, 29.80)],
    "capital_repair": [(None, None, 12.10, 13.25)],
    "common_electricity": [(None, None, 4.94, 5.38)],
    "intercom": [(None, None, 60.00, 65.00)],
}
# service: (norm, per)
NORMS = {
    "cold_water": (4.9, "person"),
    "hot_water": (3.2, "person"),
    "sewerage": (8.1, "person"),
    "heating": (0.0172, "m2"),
    "electricity": (74, "person"),
    "gas": (11.5, "person"),
    "solid_waste": (0.1925, "person"),
    "common_electricity": (1.2, "m2"),
}
SEASON = "10,11,12,1,2,3,4"


def create_prices(env):
    """Tariffs of two half-years and norms for the company of ``env``."""
    services = {s.code: s for s in env["utility.service"].search([])}
    tariffs, norms = [], []
    for number, (code, prices) in enumerate(TARIFFS.items(), 1):
        for _component, zone, before, after in prices:
            common = {
                "service_id": services[code].id,
                "zone": zone,
                "legal_reference": ORDER.format(number),
                "company_id": env.company.id,
            }
            end = date(2026, 9, 30)
            tariffs.append(common | {"value": before, "date_from": YEAR, "date_to": end})
            tariffs.append(common | {"value": after, "date_from": HALF})
    for code, (value, per) in NORMS.items():
        norms.append(
            {
                "service_id": services[code].id,
                "value": value,
                "per": per,
                "date_from": YEAR,
                "legal_reference": ORDER.format(50),
                "company_id": env.company.id,
            }
        )
    env["utility.tariff"].create(tariffs)
    env["utility.norm"].create(norms)
    services["heating"].season_months = SEASON
    # contributions to capital repair bear no tax
    services["capital_repair"].vat_mode = "none"
    services["common_electricity"].common_of_id = services["electricity"]

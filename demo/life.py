"""What people of the town bring to the desk: privileges, orders, acts, absences, studies.

Fed at the beginning of the month of its date, before the month is charged, as an office does.
"""

from datetime import date, datetime

from dateutil.relativedelta import relativedelta

OFFICIAL, WITNESS = "Сидоров А. П., контролёр", "Кузнецова Н. И., кв. 12"


def before(env):
    """Beneficiaries of the town and what the office sells beside its services."""
    categories = {c.code: c for c in env["utility.privilege.category"].search([])}
    accounts = _accounts(env, "cold_water")
    for index, code in enumerate(("VT", "INV", "MNOG", "VT", "DINV", "VT")):
        account = accounts[5 + index * 7]
        env["utility.privilege"].create(
            {
                "account_id": account.id,
                "partner_id": account.partner_id.id,
                "category_id": categories[code].id,
                "document": f"Удостоверение № {120450 + index * 17}",
                "date_from": date(2025, 11, 1),
            }
        )
    for name, code, basis, price in (
        ("Вызов сантехника", "plumber", "once", 950),
        ("Место на стоянке", "parking_place", "unit", 1200),
    ):
        service = env["utility.service"].create(
            {"name": name, "code": code, "basis": basis, "on_order": True}
        )
        env["utility.tariff"].create(
            {
                "service_id": service.id,
                "value": price,
                "date_from": date(2025, 11, 1),
                "company_id": env.company.id,
                "legal_reference": "Прейскурант № 1",
            }
        )


def happens(env, month):
    """The events of a month, if it has any."""
    happening = HAPPENINGS.get((month.year, month.month))
    if happening:
        happening(env, month)


def after(env, last):
    """What waits on the desk today: a late fact, a claim, a study, a comparison."""
    late = _accounts(env, "cold_water")[70]
    env["utility.residency"].create(
        {"account_id": late.id, "kind": "permanent", "persons": 1, "date_from": date(2026, 7, 10)}
    )
    claimed = _accounts(env, "heating")[31]
    _act(
        env,
        "claim",
        last + relativedelta(months=1, days=4),
        claimed,
        "heating",
        claim_kind="quality",
        start=datetime(2026, 10, 28, 6),
        end=datetime(2026, 11, 2, 6),
        measurement_ids=[(0, 0, {"place": "Спальня", "value": 16, "norm": 18})],
        circumstances="В квартире холодно: батареи едва тёплые.",
    ).action_file()
    _study(env, last)
    _comparison(env, last)


def _cold_rooms(env, month):
    act = _act(
        env,
        "quality",
        month + relativedelta(days=20),
        _accounts(env, "heating")[12],
        "heating",
        start=datetime(month.year, month.month, 17, 6),
        end=datetime(month.year, month.month, 20, 6),
        measurement_ids=[(0, 0, {"place": "Зал", "value": 15, "norm": 18})],
        circumstances="Температура воздуха в помещении ниже нормы.",
    )
    act.action_confirm()


def _no_hot_water(env, month):
    account = _accounts(env, "hot_water")[3]
    env["utility.event"].create(
        {
            "kind": "outage",
            "state": "confirmed",
            "company_id": env.company.id,
            "building_id": account.building_id.id,
            "service_id": _service(env, "hot_water").id,
            "start": datetime(month.year, month.month, 11, 5),
            "end": datetime(month.year, month.month, 12, 11),
            "document": "Журнал аварийной службы № 214",
        }
    )


def _orders(env, month):
    accounts = _accounts(env, "cold_water")
    for account, code in ((accounts[8], "plumber"), (accounts[21], "parking_place")):
        env["utility.service.order"].create(
            {
                "account_id": account.id,
                "service_id": _service(env, code).id,
                "date_from": month + relativedelta(days=4),
                "quantity": 1,
            }
        ).action_order()


def _away(env, month):
    account = _accounts(env, "solid_waste")[44]
    env["utility.absence"].create(
        {
            "account_id": account.id,
            "departure": month + relativedelta(days=3),
            "arrival": month + relativedelta(days=24),
            "document": "Справка санатория № 88",
            "application_date": month + relativedelta(days=26),
        }
    ).action_confirm()


def _bypass(env, month):
    day = month + relativedelta(days=15)
    _act(
        env,
        "tampering",
        day,
        _accounts(env, "cold_water")[52],
        "cold_water",
        date_from=month - relativedelta(days=10),
        date_to=day,
        capacity=0.4,
        circumstances="Врезка до прибора учёта.",
    ).action_confirm()


def _cut_off(env, month):
    account = _accounts(env, "electricity")[60]
    _act(
        env,
        "disconnection",
        month + relativedelta(days=9),
        account,
        None,
        service_ids=[(6, 0, _service(env, "electricity").ids)],
        date_from=month + relativedelta(days=9),
        circumstances="Долг больше двух месяцев, предупреждение вручено.",
    ).action_confirm()


HAPPENINGS = {
    (2026, 1): _cold_rooms,
    (2026, 3): _no_hot_water,
    (2026, 5): _orders,
    (2026, 6): _away,
    (2026, 8): _bypass,
    (2026, 9): _cut_off,
}


def _act(env, kind, day, account, code, **values):
    return env["utility.act"].create(
        {
            "kind": kind,
            "date": day,
            "account_id": account.id,
            "building_id": account.building_id.id,
            "service_id": code and _service(env, code).id,
            "participant_ids": [
                (0, 0, {"role": "executor", "name": OFFICIAL}),
                (0, 0, {"role": "consumer", "name": account.partner_id.name}),
                (0, 0, {"role": "neighbour", "name": WITNESS}),
            ],
            **values,
        }
    )


def _study(env, last):
    """What if cold water cost nine percent more in the last quarter."""
    env["utility.tariff.study"].create(
        {
            "name": "Холодная вода: +9 %",
            "month_from": last - relativedelta(months=2),
            "month_to": last,
            "change_ids": [
                (
                    0,
                    0,
                    {
                        "subject": "tariff",
                        "how": "percent",
                        "service_id": _service(env, "cold_water").id,
                        "percent": 9,
                    },
                )
            ],
        }
    ).action_start_now()


def _comparison(env, last):
    """The program before charged the last month too, some accounts otherwise."""
    groups = env["utility.charge"]._read_group(
        [("period_date", "=", last), ("of_period", "=", False), ("kind", "=", "charge")],
        ["account_id", "service_id"],
        ["amount:sum", "volume:sum"],
        order="account_id, service_id",
    )
    rows = []
    for index, (account, service, amount, volume) in enumerate(groups):
        rows.append(
            {
                "account_number": account.number,
                "account_id": account.id,
                "period_date": last,
                "service_id": service.id,
                "amount": round(amount + (0.01 if index % 97 == 5 else 0), 2)
                if index % 61
                else round(amount * 1.5, 2),
                "volume": volume,
                "has_volume": bool(volume),
            }
        )
    env["utility.shadow.charge"].create(rows)
    period = env["utility.period"]._get(last)
    env["utility.shadow"].create({"period_id": period.id}).action_compare_now()


def _accounts(env, code):
    """Accounts of residents that have the service, in the order of their numbers."""
    rows = env["utility.account.service"].search([("service_id.code", "=", code)])
    return rows.account_id.filtered(lambda a: a.kind == "individual").sorted("number")


def _service(env, code):
    return env["utility.service"].search([("code", "=", code)], limit=1)

"""What happens in the demo town, step by step: the way that people go, by the same methods."""

import base64
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from dateutil.relativedelta import relativedelta

from odoo.modules.module import get_module_path

from demo.registry import registry_file

FIRST = date(2025, 11, 1)
USERS = (
    ("operator", "Смирнова Ольга", "ru_RU", ("operator", "controller")),
    ("cashier", "Ковальчук Марія", "uk_UA", ("cashier",)),
    ("billing", "Әбенова Гүлнар", "kk_KZ", ("billing",)),
    ("accountant", "Орлов Пётр", "ru_RU", ("accountant", "billing")),
)


def company(env):
    for code in ("ru_RU", "uk_UA", "kk_KZ"):
        env["res.lang"]._activate_lang(code)
    env["ir.module.module"].search([("state", "=", "installed")])._update_translations(
        ["ru_RU", "uk_UA", "kk_KZ"]
    )
    country = env.ref("base.ru")
    env.ref("base.RUB").active = True
    env.company.write(
        {
            "name": "Расчётный центр «Светлореченск»",
            "country_id": country.id,
            "currency_id": env.ref("base.RUB").id,
            "vat": "7707083893",
            "street": "ул. Ленина, 1",
            "city": "Светлореченск",
            "zip": "636000",
            "phone": "+7 382 200-00-00",
            "email": "office@example.com",
        }
    )
    bank = env["res.bank"].create(
        {"name": "ПАО Сбербанк", "bic": "044525225", "country": country.id}
    )
    env["res.partner.bank"].create(
        {
            "acc_number": "40702810900000000001",
            "utility_correspondent_account": "30101810400000000225",
            "bank_id": bank.id,
            "partner_id": env.company.partner_id.id,
            "company_id": env.company.id,
        }
    )
    env["account.chart.template"].try_loading("ru", env.company, install_demo=False)
    env.company._utility_prepare_posting()


def users(env):
    for login, name, lang, roles in USERS:
        groups = [env.ref(f"utility_base.group_{role}").id for role in roles]
        env["res.users"].with_context(no_reset_password=True).create(
            {
                "login": login,
                "name": name,
                "lang": lang,
                "password": login,
                "email": f"{login}@example.com",
                "group_ids": [(6, 0, [env.ref("base.group_user").id, *groups])],
            }
        )


def register(env):
    """Houses, premises, accounts, residents, meters and readings from the exchange file."""
    path = Path(get_module_path("utility_base")) / "demo" / "town.json"
    record = env["utility.import"].create(
        {
            "kind": "exchange",
            "filename": path.name,
            "file": base64.b64encode(path.read_bytes()),
        }
    )
    record.action_read()
    record.action_run()
    if record.state != "done":
        errors = record.row_ids.filtered(lambda row: row.state == "error")
        raise RuntimeError(f"{record.state}: {errors[:5].mapped('message')}")
    env["utility.opening.balance"].search([]).action_approve()
    env["utility.billing.run"].search([("kind", "=", "opening")]).action_post()
    env["utility.period"]._get(FIRST - relativedelta(months=1)).action_close()


def languages(env):
    """Papers in the language that the payer's name speaks of; Russian for all others."""
    env.company.partner_id.lang = "ru_RU"
    for partner in env["utility.account"].search([]).partner_id:
        name = partner.name.lower()
        if re.search("[әғқңөұүһ]", name):
            partner.lang = "kk_KZ"
        else:
            partner.lang = "uk_UA" if re.search("[іїєґ]", name) else "ru_RU"


def charge(env, month):
    """Charge, approve and post the month."""
    period = env["utility.period"]._get(month)
    run = env["utility.billing.run"].create({"name": f"{period.code}", "period_id": period.id})
    run.action_charge_now()
    env["utility.bill"].search([("run_id", "=", run.id), ("state", "=", "held")])._release(
        "Checked: the first months of the town"
    )
    run.action_approve()
    run.action_post()


def pay(env, month, number):
    """A bank registry of the month: most pay all, some a part, a few nothing, one is unknown."""
    bills = env["utility.bill"].search(
        [("period_date", "=", month), ("capital", "=", False), ("state", "=", "approved")],
        order="account_id",
    )
    lines = []
    for index, bill in enumerate(bills):
        owed = Decimal(str(bill.closing))
        share = (index * 7 + month.month * 3) % 10
        if owed <= 0 or share == 0:
            continue
        amount = (owed / 2).quantize(Decimal("1")) if share == 1 else owed
        account = bill.account_id
        lines.append((account.number, account.partner_name, account.address, amount))
    lines.append(("0009999999", "НЕИЗВЕСТНЫЙ ПЛАТЕЛЬЩИК", "", Decimal("500.00")))
    name, data = registry_file(lines, month, number)
    registry = env["utility.payment.registry"].create(
        {"file": base64.b64encode(data), "filename": name}
    )
    registry.action_read()
    registry.with_context(utility_synchronous=True).action_load()

"""A scenario's world as records: company and customer categories; the rest by mixins."""

from .orm_accounts import AccountBuilder
from .orm_meters import MeterBuilder
from .orm_places import PlaceBuilder
from .orm_services import ServiceBuilder
from .schema import merge

CURRENCIES = {"RU": "base.RUB", "UA": "base.UAH", "KZ": "base.KZT"}


class OrmWorld(ServiceBuilder, PlaceBuilder, AccountBuilder, MeterBuilder):
    """Records of a scenario, by the names of its file.

    deferred: ``[(day, message, what)]`` of readings and prices that the entry refuses; a charge that
    looks at the day fails with the message, until a change corrects it.
    """

    def __init__(self, env, scenario):
        self.scenario = scenario
        country = env.ref(f"base.{scenario.country.lower()}")
        currency = env.ref(CURRENCIES[scenario.country])
        currency.active = True
        # install_mode: no localization of the country is installed for a company that is rolled back
        company = (
            env["res.company"]
            .with_context(install_mode=True)
            .create({"name": scenario.id, "country_id": country.id, "currency_id": currency.id})
        )
        context = {
            **env.context,
            "allowed_company_ids": company.ids,
            "tracking_disable": True,
            "mail_notrack": True,
            "mail_create_nolog": True,
        }
        self.env = env(su=True, context=context)
        self.company = company.with_env(self.env)
        # reviews hold bills for a clerk; the scenario has none
        self.env["utility.review.rule"].search([]).active = False
        self.country = country
        self.services, self.categories, self.buildings, self.accounts = {}, {}, {}, {}
        self.flats, self.meters, self.meter_models = {}, {}, {}
        self.deferred, self.zones = [], {}
        self.data = {
            "parameters": [],
            "services": {},
            "buildings": [],
            "accounts": [],
            "events": [],
        }
        self.locality = self.env["utility.locality"].create(
            {"name": scenario.id, "country_id": country.id}
        )
        self.sync(scenario.world, initial=True)

    def change(self, change):
        """A later correction: merged into the data, then brought into the records."""
        self.sync(merge(self.data, change), initial=False)

    def sync(self, data, initial):
        """Bring the records to ``data``; only what differs from the last time is touched."""
        old, self.data = self.data, data
        self.initial = initial
        for code in self._codes(data):
            self.service(code)
        for code, row in data["services"].items():
            before = old["services"].get(code, {})
            if row != before:
                self._configure(code, row, before)
        for row in data["parameters"][len(old["parameters"]) :]:
            self._parameter(row)
        known = {row["ref"]: row for row in old["buildings"]}
        for row in data["buildings"]:
            if row != known.get(row["ref"]):
                self.building(row, known.get(row["ref"], {}))
        known = {row["ref"]: row for row in old["accounts"]}
        for row in data["accounts"]:
            if row != known.get(row["ref"]):
                self.account(row, known.get(row["ref"], {}))
        for row in data["events"][len(old["events"]) :]:
            self.event(row)
        self.env.flush_all()

    @staticmethod
    def _codes(data):
        """Service codes in the order of the accounts, then the others of the file."""
        codes = [code for row in data["accounts"] for code in row.get("services", ())]
        codes += [meter["service"] for row in data["buildings"] for meter in row.get("meters", ())]
        return dict.fromkeys([*codes, *data["services"]])

    def category(self, name):
        """The customer category of a tariff group."""
        if name not in self.categories:
            model = self.env["utility.customer.category"]
            found = model.search([("code", "=", name), ("company_id", "=", False)], limit=1)
            kind = "individual" if name == "individual" else "organisation"
            self.categories[name] = found or model.create(
                {"name": name, "code": name, "kind": kind, "company_id": self.company.id}
            )
        return self.categories[name]

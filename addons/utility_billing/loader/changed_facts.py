"""What of which fact is charged by, on which days, and whose it is: the sources of changes (X33).

``j`` is a version of a row as jsonb: as it was known to the charge, or as it is now.
"""

from typing import NamedTuple


class Fact(NamedTuple):
    """A table whose rows are charged by.

    - ``columns``: those whose change changes a charge; notes and documents are none of them.
    - ``owners``: ``{account_id | premise_id | building_id | installation_id | meter_id: column}``
      that say whose the row is, the narrowest counts; none: it concerns everybody.
    - ``first``, ``last``: expressions of the days that the row says something about; NULL: always.
      Where nothing but ``last`` changes, only the days after the earlier end change.
    - ``valid``: condition on a version; others are as if there were none.
    - ``links``: ``{table of links: column of the row}`` whose rows are part of the fact.
    - ``waits``: condition under which the next charge takes the row by itself.
    """

    model: str
    columns: tuple
    owners: dict
    first: str = "j->>'date_from'"
    last: str = "j->>'date_to'"
    valid: str = "TRUE"
    links: dict = {}
    waits: str = "FALSE"

    @property
    def table(self):
        return self.model.replace(".", "_")

    @staticmethod
    def column(expression):
        """The column that a day is read from, or None where it is computed."""
        return expression[5:-1] if expression.startswith("j->>'") else None


def _fact(model, columns, owners="", **values):
    owners = owners if isinstance(owners, dict) else {name: name for name in owners.split()}
    return Fact(model, tuple(columns.split()), owners, **values)


_SERVICE = (
    "resource basis formula vat_mode vat_rate heat_norm heat_norm_of_house heating_mode"
    " season_months common_needs common_method common_of_id common_volume common_share"
    " waste_accounting capital once_per"
)
#: what happened takes effect once, in the first charge after it is confirmed
_HAPPENED = {"valid": "j->>'state' = 'confirmed'", "waits": "j->>'charged_period' IS NULL"}
#: settings hold for every day
_ALWAYS = {"first": "NULL", "last": "NULL"}
_MONTH_END = "((j->>'period_date')::date + interval '1 month' - interval '1 day')"
FACTS = (
    _fact(
        "utility.account",
        "premise_id kind customer_category_id declared_owner_count date_open date_close",
        {"account_id": "id"},
        first="j->>'date_open'",
        last="j->>'date_close'",
    ),
    _fact(
        "utility.premise",
        "kind parent_id individually_heated rooms_area_total",
        {"premise_id": "id"},
        **_ALWAYS,
    ),
    _fact("utility.area", "premise_id building_id kind value date_from date_to",
          "premise_id building_id"),
    _fact(
        "utility.account.service",
        "account_id service_id supplier_id basis no_meter_reason units contract_volume capacity"
        " capacity_hours date_from date_to",
        "account_id",
    ),
    _fact("utility.residency", "account_id premise_id persons kind date_from date_to",
          "account_id premise_id"),
    _fact(
        "utility.ownership",
        "premise_id partner_id share_numerator share_denominator date_from date_to",
        "premise_id",
    ),
    _fact(
        "utility.absence",
        "persons full_days residency_id departure arrival application_date late_reason",
        "account_id",
        first="j->>'departure'",
        last="j->>'arrival'",
        **_HAPPENED,
    ),
    _fact(
        "utility.privilege",
        "category_id partner_id percent persons within date_from date_to document_until active",
        "account_id",
        valid="(j->>'active')::bool",
        links={"utility_privilege_utility_service_rel": "utility_privilege_id"},
    ),
    _fact(
        "utility.event",
        "kind service_id start end planned measure value norm hours capacity pipe_mm"
        " date_from date_to",
        "account_id building_id",
        **_HAPPENED,
    ),
    _fact(
        "utility.meter.installation",
        "meter_id service_id component_id account_id premise_id building_id share_by"
        " date_from date_to",
        "account_id premise_id building_id",
        links={"utility_installation_building_rel": "installation_id"},
    ),
    _fact("utility.meter", "ratio digits", {"meter_id": "id"}, **_ALWAYS),
    _fact("utility.meter.defect", "meter_id kind date_from date_to", "meter_id"),
    _fact(
        "utility.meter.verification",
        "meter_id result date valid_until",
        "meter_id",
        first="j->>'date'",
        last="NULL",
    ),
    _fact(
        "utility.reading",
        "register_id installation_id date value",
        "installation_id",
        first="j->>'date'",
        last="j->>'date'",
        valid="j->>'state' = 'accepted'",
    ),
    _fact(
        "utility.container",
        "building_id account_id volume count persons_total area_total",
        "building_id",
        valid="(j->>'active')::bool",
        **_ALWAYS,
    ),
    _fact(
        "utility.container.pickup",
        "container_id period_date count",
        "building_id",
        first="j->>'period_date'",
        last=_MONTH_END,
    ),
    _fact(
        "utility.tariff",
        "service_id component_id zone customer_category_id supplier_id locality_id value blocks_per"
        " without_meter_last season_months date_from date_to",
        valid="(j->>'active')::bool",
    ),
    _fact(
        "utility.tariff.block",
        "tariff_id limit value",
        first="(SELECT t.date_from FROM utility_tariff t WHERE t.id = (j->>'tariff_id')::int)",
        last="(SELECT t.date_to FROM utility_tariff t WHERE t.id = (j->>'tariff_id')::int)",
    ),
    _fact(
        "utility.norm",
        "service_id component_id customer_category_id locality_id per base value date_from date_to",
        valid="(j->>'active')::bool",
        links={"utility_building_utility_norm_rel": "utility_norm_id"},
    ),
    _fact(
        "utility.rule.parameter",
        "code value service_id customer_category_id house_meter state_id date_from date_to",
        valid="(j->>'active')::bool",
    ),
    _fact(
        "utility.service",
        _SERVICE,
        links={"utility_service_volume_source_rel": "service_id"},
        **_ALWAYS,
    ),
)  # fmt: skip

"""How the importers recognise the records of the register."""

from .identity import Entity, Identity

EXTERNAL = Identity(("company_id", "external_id"), ("company_id", "external_id"), archived=True)

LOCALITY = Entity(
    "utility.locality",
    {
        "kind": Identity(("company_id", "kind", "name"), ("company_id",), frozenset({"name"})),
        "name": Identity(("company_id", "name"), ("company_id",), frozenset({"name"})),
    },
)
STREET = Entity(
    "utility.street",
    {
        "kind": Identity(("locality_id", "kind", "name"), ("locality_id",), frozenset({"name"})),
        "name": Identity(("locality_id", "name"), ("locality_id",), frozenset({"name"})),
    },
)
BUILDING = Entity(
    "utility.building",
    {
        "external": EXTERNAL,
        "address": Identity(
            ("company_id", "locality_id", "street_id", "number", "block"),
            ("company_id", "locality_id", "street_id"),
            frozenset({"number", "block"}),
        ),
    },
)
ENTRANCE = Entity(
    "utility.entrance", {"number": Identity(("building_id", "number"), ("building_id", "number"))}
)
PREMISE = Entity(
    "utility.premise",
    {
        "external": EXTERNAL,
        "number": Identity(
            ("building_id", "kind", "parent_id", "number"),
            ("building_id", "kind"),
            frozenset({"number"}),
        ),
    },
)
ROOM = Entity("utility.premise", PREMISE.identities, stage="room")
PARTNER = Entity(
    "res.partner",
    {
        "vat": Identity(("is_company", "vat"), ("is_company", "vat")),
        "ref": Identity(("company_id", "ref"), ("company_id", "ref")),
        "company": Identity(("is_company", "name"), ("is_company", "name")),
        # no search: only makes the rows of one portion that name one person mean one partner
        "person": Identity(("ref", "name"), folded=frozenset({"name"})),
    },
)
CONTRACT = Entity(
    "utility.contract",
    {"number": Identity(("company_id", "number"), ("company_id", "number"), archived=True)},
)
ACCOUNT = Entity(
    "utility.account",
    {
        "external": EXTERNAL,
        "number": Identity(("company_id", "number"), ("company_id", "number"), archived=True),
    },
)
RESIDENCY = Entity(
    "utility.residency",
    {
        "external": EXTERNAL,
        "fact": Identity(("account_id", "partner_id", "kind", "date_from")),
        "found": Identity(("account_id", "partner_id", "date_from"), ("account_id",)),
    },
)
OWNERSHIP = Entity(
    "utility.ownership",
    {
        "external": EXTERNAL,
        "fact": Identity(("premise_id", "partner_id", "date_from")),
        "found": Identity(("premise_id", "partner_id", "date_from"), ("premise_id",)),
    },
)
METER_MODEL = Entity(
    "utility.meter.model",
    {
        "name": Identity(
            ("company_id", "name", "resource"), ("company_id", "resource"), frozenset({"name"})
        )
    },
)
METER = Entity(
    "utility.meter",
    {
        "external": EXTERNAL,
        "serial": Identity(("company_id", "model_id", "serial"), ("company_id", "serial")),
    },
    children=("register_ids",),
)
INSTALLATION = Entity(
    "utility.meter.installation",
    {"fact": Identity(("meter_id", "date_from"), ("meter_id",))},
)
VERIFICATION = Entity(
    "utility.meter.verification",
    {
        "date": Identity(("meter_id", "date"), ("meter_id",)),
        "until": Identity(("meter_id", "valid_until"), ("meter_id",)),
    },
)
SEAL = Entity("utility.meter.seal", {"number": Identity(("meter_id", "number"), ("meter_id",))})

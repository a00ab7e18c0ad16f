"""Lines, readings and corrections of printed bills, and the names of services and units on them."""

from collections import Counter
from decimal import Decimal
from typing import NamedTuple

from odoo import fields

from ..gateway.bill_data import BillCorrection, BillLine, BillReading
from ..gateway.bill_view import LANGUAGES

ZERO = Decimal("0.00")
GROUPS = ("housing", "communal", "common", "other")
#: interest for instalments is no service: it comes last
INTEREST_GROUP = len(GROUPS)


class Charge(NamedTuple):
    """A row of ``utility.charge`` as far as the paper shows it; numbers are Decimal."""

    service: int
    component: str | None
    zone: str | None
    kind: str
    method: str | None
    volume: Decimal | None
    price: Decimal | None
    amount: Decimal
    used: list | None
    supplier: int | None
    cause: str | None
    of_period: object

    @property
    def place(self):
        return self.service, self.component, self.zone


class BillLines:
    """From charges to lines of the paper, in the language of the paper."""

    def __init__(self, env, words):
        self.env = env
        self.words = words
        self._names = {}
        self._suppliers = {}
        self._ids = ()

    def prefetch(self, service_ids):
        """Services that will be named: they are read together."""
        self._ids = tuple({*self._ids, *service_ids})

    def record(self, service_id, lang=None):
        """The service, with the names of the language of a paper."""
        services = self.env["utility.service"]
        if lang:
            services = services.with_context(lang=self._installed(lang))
        return services.browse(service_id).with_prefetch(self._ids or (service_id,))

    def service(self, service_id, component, zone, lang):
        """(name, unit, group) of a line in the language of the paper."""
        key = service_id, component, zone, lang
        if key not in self._names:
            code = self._installed(lang)
            service = self.record(service_id, lang)
            part = service.component_ids.filtered(lambda c: c.code == component)[:1]
            name = f"{service.name}: {part.name.lower()}" if part.name else service.name
            zone_name = self._zone(zone, code)
            name = f"{name}, {zone_name}" if zone_name else name
            self._names[key] = (
                name or self.words[lang]["group_other"],
                self._unit(part.uom_id or service.uom_id, lang),
                _group(service),
            )
        return self._names[key]

    def names(self, service_id, component, zone, lang):
        """(language, name) in the other installed languages of papers, where the name differs."""
        key = "names", service_id, component, zone, lang
        if key not in self._names:
            printed = self.service(service_id, component, zone, lang)[0]
            found = {
                other: self.service(service_id, component, zone, other)[0]
                for other in LANGUAGES
                if other != lang and (self._installed(other) or "")[:2] == other
            }
            self._names[key] = tuple(item for item in found.items() if item[1] != printed)
        return self._names[key]

    def supplier(self, supplier_id):
        """Name of who renders a service; nothing: the company itself."""
        if supplier_id not in self._suppliers:
            # sudo: readers of bills need not read the address book; only the name is printed
            partner = self.env["res.partner"].sudo().browse(supplier_id or ())
            self._suppliers[supplier_id] = partner.name or ""
        return self._suppliers[supplier_id]

    def _unit(self, uom, lang):
        """Customary short name of a unit; units that the form does not know keep their name."""
        known = self.words[lang].get(f"unit_{uom.with_context(lang='en_US').name}")
        return known or uom.with_context(lang=self._installed(lang)).name or ""

    def _zone(self, zone, code):
        if not zone or zone == "total":
            return ""
        env = self.env(context={**self.env.context, "lang": code})
        names = dict(env["utility.charge"]._fields["zone"]._description_selection(env))
        return names.get(zone, zone).lower()

    def lines(self, charges, lang):
        """One line a service, part, zone and price; corrections and privileges join its first."""
        words = self.words[lang]
        lines = {}
        for charge in charges:
            if charge.kind in ("charge", "uplift"):
                key = (*charge.place, charge.kind, charge.price)
            elif charge.kind == "instalment":
                # one line for the agreement; by service it stands with its payment
                key = (None, None, None, charge.kind, None)
            else:
                key = next(
                    (key for key in lines if key[:3] == charge.place), (*charge.place, "", None)
                )
            line = lines.setdefault(
                key,
                {
                    "charged": ZERO,
                    "recalculated": ZERO,
                    "privilege": ZERO,
                    "volume": None,
                    "supplier": self.supplier(charge.supplier),
                },
            )
            _add(line, charge, words)
        made = []
        for (service, component, zone, kind, _price), line in lines.items():
            if kind == "instalment":
                made.append((INTEREST_GROUP, self._interest_line(line["charged"], words)))
                continue
            name, unit, group = self.service(service, component, zone, lang)
            made.append(
                (
                    group,
                    BillLine(
                        service=name,
                        unit=unit,
                        group=words[f"group_{GROUPS[group]}"],
                        common=GROUPS[group] == "common",
                        uplift=kind == "uplift",
                        names=self.names(service, component, zone, lang),
                        total=line["charged"] + line["recalculated"] - line["privilege"],
                        **line,
                    ),
                )
            )
        return tuple(line for _group, line in sorted(made, key=lambda item: item[0]))

    def _interest_line(self, amount, words):
        return BillLine(
            service=words["instalment_interest"],
            group=words[f"group_{GROUPS[-1]}"],
            charged=amount,
            total=amount,
        )

    def corrections(self, charges, lang):
        """Recalculations with their grounds, one a service, cause and corrected month."""
        words, sums = self.words[lang], {}
        for charge in charges:
            if charge.kind == "recalculation":
                key = charge.service, charge.cause or "correction", charge.of_period
                sums[key] = sums.get(key, ZERO) + charge.amount
        return tuple(
            BillCorrection(
                service=self.service(service, None, None, lang)[0],
                amount=amount,
                reason=words.get(f"cause_{cause}", ""),
                period=period,
            )
            for (service, cause, period), amount in sums.items()
            if amount
        )

    def readings(self, charges, meters, lang):
        """The readings that the lines rest on; then meters that were not used."""
        known = {(serial, service): rest for serial, service, *rest in meters}
        found, shown = [], set()
        for charge in charges:
            name, unit, _order = self.service(charge.service, None, None, lang)
            for serial, zone, day, value, base_day, base in charge.used or ():
                # two makers may have given the same number: the service tells the meters apart
                if (serial, charge.service, zone, day) in shown:
                    continue
                shown.add((serial, charge.service, zone, day))
                digits, ratio, verified = known.get((serial, charge.service), (0, 1, None))
                value, base = Decimal(value), Decimal(base)
                passed = value - base
                if passed < 0 and digits:
                    passed += Decimal(10) ** digits
                found.append(
                    BillReading(
                        meter=serial,
                        service=name,
                        unit=unit,
                        zone=self._zone(zone, self._installed(lang)),
                        previous=base,
                        previous_date=fields.Date.to_date(base_day),
                        current=value,
                        current_date=fields.Date.to_date(day),
                        volume=passed * (ratio or 1),
                        verification=verified,
                    )
                )
        used = {(serial, service) for serial, service, _zone, _day in shown}
        numbers = Counter(serial for serial, *_rest in meters)
        elsewhere = {serial for serial, _service in used if numbers[serial] < 2}
        for serial, service, _digits, _ratio, verified in meters:
            if (serial, service) not in used and serial not in elsewhere:
                name, unit, _order = self.service(service, None, None, lang)
                found.append(
                    BillReading(meter=serial, service=name, unit=unit, verification=verified)
                )
        return tuple(found)

    def _installed(self, lang):
        return self.env["utility.document.template"]._installed(lang)


def _add(line, charge, words):
    """A charge into the values of its line."""
    if charge.kind == "charge":
        line["volume"] = (line["volume"] or Decimal(0)) + (charge.volume or Decimal(0))
        line["tariff"] = charge.price
        line["method"] = charge.method or ""
        line["note"] = words.get(f"method_{charge.method}", "")
    elif charge.kind == "uplift":
        line["note"] = words["uplift"]
    if charge.kind == "privilege":
        line["privilege"] -= charge.amount
    elif charge.kind in ("charge", "uplift", "instalment"):
        line["charged"] += charge.amount
    else:
        line["recalculated"] += charge.amount


def _group(service):
    """Place of a service among the groups of the paper."""
    if service.common_needs:
        return 2
    if service.resource == "housing":
        return 0
    return 3 if service.resource == "other" else 1

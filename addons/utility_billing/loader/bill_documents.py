"""Printed bills: what the ledger holds, as the plain values that the template shows (H01)."""

from collections import defaultdict
from decimal import Decimal

from odoo import fields

from ..gateway.bill_data import BillBalance, BillDocument, BillLine, BillParty, BillReading
from ..gateway.bill_view import LANGUAGES, default_words
from ..gateway.payment_code import payment_code
from .reader import exact_cursor, rows

ZERO = Decimal("0.00")


class BillDocuments:
    """Documents of bills, read set by set. Rights are the caller's to check.

    ``words``: words of the form by language, those of ``bill_labels.json`` unless given.
    """

    def __init__(self, env, words=None):
        self.env = env
        self.words = words or default_words()
        self._parties = {}
        self._names = {}

    def documents(self, bills):
        """:class:`BillDocument` of each bill, in the order of ``bills``."""
        with exact_cursor(self.env) as cursor:
            found = {
                row[0]: row
                for row in rows(
                    cursor,
                    "SELECT id, account_id, number, period_date, date_due, opening, charged,"
                    " penalty, paid, closing FROM utility_bill WHERE id = ANY(%s)",
                    bills.ids,
                )
            }
            charges = self._charges(cursor, bills.ids)
            accounts = [row[1] for row in found.values()]
            meters = self._meters(cursor, accounts, [row[3] for row in found.values()])
        residents = self._residents(bills)
        return [
            self._document(
                bill, found[bill.id], charges[bill.id], meters[bill.account_id.id], residents
            )
            for bill in bills
        ]

    def _charges(self, cursor, ids):
        """{bill id: rows} in the order of printing."""
        found = defaultdict(list)
        for bill, *row in rows(
            cursor,
            """
            SELECT c.bill_id, c.service_id, c.component, c.zone, c.kind, c.method, c.volume,
                   c.price, c.amount, c.trace -> 'u'
              FROM utility_charge c
              JOIN utility_service s ON s.id = c.service_id
             WHERE c.bill_id = ANY(%s)
             ORDER BY s.sequence, s.id, c.component NULLS FIRST, c.zone NULLS FIRST, c.id
            """,
            ids,
        ):
            found[bill].append(row)
        return found

    def _meters(self, cursor, accounts, months):
        """{account id: meters that stood there in the latest of the months}."""
        found = defaultdict(list)
        if not accounts:
            return found
        for account, *row in rows(
            cursor,
            """
            SELECT i.account_id, m.serial, i.service_id, m.digits, m.ratio, m.verified_until
              FROM utility_meter_installation i
              JOIN utility_meter m ON m.id = i.meter_id
             WHERE i.account_id = ANY(%s) AND i.date_from < %s + INTERVAL '1 month'
               AND (i.date_to IS NULL OR i.date_to >= %s)
             ORDER BY i.service_id, m.serial
            """,
            accounts,
            max(months),
            min(months),
        ):
            found[account].append(row)
        return found

    def _residents(self, bills):
        """{(account id, month): persons on its last day}."""
        found = {}
        for month, same in bills.grouped("period_date").items():
            day = fields.Date.end_of(month, "month")
            for account, count in same.account_id._resident_counts(day).items():
                found[account, month] = count
        return found

    def _document(self, bill, row, charges, meters, residents):
        _id, account_id, number, month, due, opening, charged, penalty, paid, closing = row
        account = bill.account_id
        templates = self.env["utility.document.template"]
        lang = templates._language(account.partner_id)
        lang = lang if lang in LANGUAGES else "en"
        words = self.words[lang]
        currency = bill.currency_id.name
        party = self.party(bill.company_id)
        balance = BillBalance(
            opening=opening, charged=charged, paid=paid, penalty=penalty, closing=closing
        )
        purpose = words["purpose"].format(account=account.number, month=f"{month:%m.%Y}")
        code = payment_code(party, account.number, month, balance.due, purpose, currency)
        return BillDocument(
            number=number,
            date=fields.Date.end_of(month, "month"),
            period=month,
            due_date=due,
            account=account.number,
            payer=account.partner_id.name or "",
            address=account.address or "",
            supplier=party,
            lang=lang,
            currency=currency,
            facts=self._facts(account, residents.get((account_id, month)), words),
            lines=self._lines(charges, lang, words),
            readings=self._readings(charges, meters, lang),
            balance=balance,
            codes=(code,) if code else (),
            amount_in_words=True,
        )

    def party(self, company):
        """Who is paid, with the first bank account of the company."""
        if company not in self._parties:
            partner = company.partner_id
            values = partner._document_partner()
            bank = partner.bank_ids[:1]
            self._parties[company] = BillParty(
                name=values["name"],
                code=values["code"],
                address=_address(partner),
                phone=values["phone"],
                email=values["email"],
                site=(company.website or "").removeprefix("https://").removeprefix("http://"),
                bank_name=bank.bank_id.name or "",
                bank_code=bank.bank_id.bic or "",
                account=bank.acc_number or "",
                correspondent=bank.utility_correspondent_account or "",
            )
        return self._parties[company]

    def _facts(self, account, residents, words):
        area = account.premise_id.total_area
        facts = [
            (words["fact_area"], f"{area:.2f}".rstrip("0").rstrip(".").replace(".", ",") + " м²")
            if area
            else None,
            (words["fact_residents"], str(residents)) if residents else None,
            (words["fact_unified"], account.unified_number) if account.unified_number else None,
        ]
        return tuple(fact for fact in facts if fact)

    def _service(self, service_id, component, zone, lang):
        """(name, unit, group) of a line in the language of the paper."""
        key = service_id, component, zone, lang
        if key not in self._names:
            code = self.env["utility.document.template"]._installed(lang)
            service = self.env["utility.service"].with_context(lang=code).browse(service_id)
            part = service.component_ids.filtered(lambda c: c.code == component)[:1]
            name = f"{service.name}: {part.name.lower()}" if part.name else service.name
            zone_name = self._zone(zone, code)
            name = f"{name}, {zone_name}" if zone_name else name
            self._names[key] = (
                name,
                self._unit(part.uom_id or service.uom_id, lang),
                _group(service),
            )
        return self._names[key]

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

    def _lines(self, charges, lang, words):
        """One line a service, part, zone and price; corrections and privileges join its first."""
        lines = {}
        for service, component, zone, kind, method, volume, price, amount, _used in charges:
            place = service, component, zone
            if kind in ("charge", "uplift"):
                key = (*place, kind, price)
            else:
                key = next((key for key in lines if key[:3] == place), (*place, kind, None))
            line = lines.setdefault(
                key, {"charged": ZERO, "recalculated": ZERO, "privilege": ZERO, "volume": None}
            )
            if kind == "charge":
                line["volume"] = (line["volume"] or Decimal(0)) + (volume or Decimal(0))
                line["tariff"] = price
                line["note"] = words.get(f"method_{method}", "")
            elif kind == "uplift":
                line["note"] = words["uplift"]
            name = {"charge": "charged", "uplift": "charged", "privilege": "privilege"}.get(kind)
            line[name or "recalculated"] += -amount if kind == "privilege" else amount
        made = []
        for (service, component, zone, *_rest), line in lines.items():
            name, unit, group = self._service(service, component, zone, lang)
            made.append(
                (
                    group,
                    BillLine(
                        service=name,
                        unit=unit,
                        group=words[f"group_{GROUPS[group]}"],
                        total=line["charged"] + line["recalculated"] - line["privilege"],
                        **line,
                    ),
                )
            )
        return tuple(line for _group, line in sorted(made, key=lambda item: item[0]))

    def _readings(self, charges, meters, lang):
        """The readings that the lines rest on; then meters that were not used."""
        known = {serial: rest for serial, *rest in meters}
        found, shown = [], set()
        for service, _component, _zone, _kind, _method, _volume, _price, _amount, used in charges:
            name, unit, _order = self._service(service, None, None, lang)
            for serial, zone, day, value, base_day, base in used or ():
                if (serial, zone, day) in shown:
                    continue
                shown.add((serial, zone, day))
                _service, digits, ratio, verified = known.get(serial, (service, 0, 1, None))
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
        used_serials = {serial for serial, _zone, _day in shown}
        for serial, service, _digits, _ratio, verified in meters:
            if serial not in used_serials:
                name, unit, _order = self._service(service, None, None, lang)
                found.append(
                    BillReading(meter=serial, service=name, unit=unit, verification=verified)
                )
        return tuple(found)

    def _installed(self, lang):
        return self.env["utility.document.template"]._installed(lang)


GROUPS = ("housing", "communal", "common", "other")


def _address(partner):
    """Address as papers of the country have it: from large to small, without the country."""
    parts = (partner.zip, partner.city, partner.street, partner.street2)
    return ", ".join(part.strip() for part in parts if part)


def _group(service):
    """Place of a service among the groups of the paper."""
    if service.common_needs:
        return 2
    if service.resource == "housing":
        return 0
    return 3 if service.resource == "other" else 1

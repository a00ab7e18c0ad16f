from collections import defaultdict
from datetime import date
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.readings import REFUSE, Finding
from ..gateway.values import parse_decimal
from .utility_reading import SOURCES
from .utility_reading_intake import Part

BULK_LIMIT = 1000
_SOURCES = {code for code, _label in SOURCES}


class UtilityReading(models.Model):
    """Many readings in one call: the good ones are saved, each bad one gets its error (X71)."""

    _inherit = "utility.reading"

    @api.model
    def import_readings(self, rows):
        """Save up to 1,000 readings for another program (XML-RPC, JSON-2).

        A row names the meter by ``register_id``, ``meter_id``, ``meter_external_id``, ``serial``
        (with ``account`` and ``service`` where it is not unique) or by ``account`` and ``service``
        alone; further ``date``, ``value`` with ``zone`` or ``values`` (by zone, all of the meter),
        ``source`` (default ``import``), ``note``, ``external_id``. Decimals are texts or numbers,
        with a point or a comma.

        Returns ``{"accepted", "suspect", "known", "refused", "rows", "errors"}``: for every row
        ``{row, status, ids, findings}``, and for every refused one an error
        ``{row, field, code, message, remedy, severity, zone}``. Repeating a call changes nothing:
        a known ``external_id``, or the same register, date and value, is answered as ``known``.
        """
        if len(rows) > BULK_LIMIT:
            raise UserError(
                self.env._(
                    "One call takes up to %(limit)s readings, %(given)s were sent. "
                    "Send them in parts.",
                    limit=BULK_LIMIT,
                    given=len(rows),
                )
            )
        self.check_access("create")
        return self._enter(rows, source="import")

    @api.model
    def _enter(self, rows, source="call", dry_run=False):
        """Judge and save readings; see ``import_readings`` for rows and answer.

        ``dry_run``: judge only. The number of queries does not depend on the number of rows.
        """
        results = [
            {"row": i, "status": "refused", "ids": [], "findings": []} for i in range(len(rows))
        ]
        parts = self._parse_rows(rows, source, results)
        facts = self._judge(parts)
        by_row = defaultdict(list)
        for part in parts:
            by_row[part.row].append(part)
        vals_list, owners = [], []
        for index, row_parts in by_row.items():
            result = results[index]
            findings = {repr(f): f for part in row_parts for f in self._findings_of(part)}
            result["findings"] = list(findings.values())
            if any(part.refused for part in row_parts):
                continue
            new = [part for part in row_parts if not part.known]
            result["status"] = "known" if not new else "accepted"
            if any(part.suspect for part in new):
                result["status"] = "suspect"
            for part in row_parts:
                if part.known:
                    known = facts.known_reading(part.register.id, part.day, part.value)
                    result["ids"] += [known] if known else []
                else:
                    vals_list.append(self._part_vals(facts, part))
                    owners.append(index)
        if not dry_run:
            for index, reading in zip(owners, self._append(vals_list), strict=True):
                results[index]["ids"].append(reading.id)
        return self._summary(results)

    def _summary(self, results):
        counts = dict.fromkeys(("accepted", "suspect", "known", "refused"), 0)
        for result in results:
            counts[result["status"]] += 1
        errors = [
            f
            for r in results
            if r["status"] == "refused"
            for f in r["findings"]
            if f["severity"] == REFUSE
        ]
        return {**counts, "rows": results, "errors": errors}

    def _parse_rows(self, rows, default_source, results):
        """Parts of the rows that can be understood; the others get their error in ``results``."""
        lookup = self._lookup(rows)
        known = self._known_external(rows)
        parts = []
        for index, row in enumerate(rows):
            result = results[index]

            def refuse(code, field, _index=index, _result=result, **params):
                finding = Finding(code, REFUSE, field=field, params=params)
                _result["findings"].append(
                    self._finding_dict(_index, finding, params.get("serial", ""))
                )

            external = row.get("external_id") or False
            meter, problem = self._find_meter(row, lookup)
            day = self._parse_date(row.get("date"))
            source = row.get("source") or default_source
            if problem:
                label = row.get("serial") or row.get("account") or row.get("meter_id") or ""
                refuse(problem, "serial", serial=str(label))
            if not day:
                refuse("bad_date", "date", value=str(row.get("date") or ""))
            if source not in _SOURCES:
                refuse("bad_source", "source", value=str(source))
            values = self._parse_values(row, meter, refuse) if meter else {}
            if meter and not values and not result["findings"]:
                refuse("bad_value", "value", value="")
            if result["findings"]:
                continue
            extra = {"note": row.get("note") or False}
            if row.get("verification_id"):
                extra["verification_id"] = row["verification_id"]
            complete = isinstance(row.get("values"), (dict, list))
            new = [
                Part(index, register, day, value, source, complete, dict(extra))
                for register, value in values.items()
            ]
            for number, part in enumerate(new):
                part.extra["external_id"] = external and (
                    f"{external}/{number}" if number else external
                )
            first = known.setdefault(external, row) if external else row
            if first is row:
                parts += new
            elif isinstance(first, dict) and first == row:
                result["status"] = "known"  # twice in one call
            else:
                self._answer_known(known, new, result, refuse)
        return parts

    def _answer_known(self, known, parts, result, refuse):
        """The row has a number that was used before: the same reading, or a conflict."""
        number = parts[0].extra["external_id"]
        reading = known[number]
        same = isinstance(reading, models.BaseModel) and any(
            p.register == reading.register_id
            and p.day == reading.date
            and abs(float(p.value) - reading.value) < 1e-6
            for p in parts
        )
        if same:
            readings = [
                known[p.extra["external_id"]] for p in parts if p.extra["external_id"] in known
            ]
            result.update(status="known", ids=[r.id for r in readings])
        else:
            refuse("external_id_conflict", "external_id", external=number)

    def _known_external(self, rows):
        """Readings by the numbers of the rows; the further zones of a row have ``number/1`` ..."""
        numbers = [row["external_id"] for row in rows if row.get("external_id")]
        numbers += [f"{n}/{zone}" for n in numbers for zone in (1, 2, 3)]
        if not numbers:
            return {}
        found = self.sudo().search(  # a number is taken even where the user may not see its reading
            [("external_id", "in", numbers), ("company_id", "in", self.env.companies.ids)]
        )
        return {reading.external_id: reading for reading in found}

    def _lookup(self, rows):
        """Meters that the rows may mean, by each of the ways to name them."""
        model = self.env["utility.meter"].with_context(active_test=False)
        wanted = defaultdict(set)
        for row in rows:
            for key in ("register_id", "meter_id", "meter_external_id", "serial", "account"):
                if row.get(key):
                    wanted[key].add(row[key] if key.endswith("_id") else str(row[key]).strip())
        registers = self.env["utility.meter.register"].search(
            [
                ("id", "in", list(wanted["register_id"])),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        domain = [
            "&",
            ("company_id", "in", self.env.companies.ids),
            "|", "|", "|", "|",
            ("id", "in", [*wanted["meter_id"], *registers.meter_id.ids]),
            ("external_id", "in", list(wanted["meter_external_id"])),
            ("serial", "in", list(wanted["serial"])),
            ("account_id.number", "in", list(wanted["account"])),
            ("installation_ids.account_id.number", "in", list(wanted["account"])),
        ]  # fmt: skip
        lookup = {"register_id": {r.id: r for r in registers}}
        meters = model.search(domain) if any(wanted.values()) else model
        for key, name in (
            ("meter_id", "id"),
            ("meter_external_id", "external_id"),
            ("serial", "serial"),
        ):
            lookup[key] = meters.grouped(name)
        accounts = defaultdict(lambda: model)
        for meter in meters:
            for number in set(meter.installation_ids.account_id.mapped("number")):
                accounts[number] |= meter
        lookup["account"] = accounts
        return lookup

    def _find_meter(self, row, lookup):
        """``(meter, None)`` or ``(None, code of the problem)``."""
        if row.get("register_id"):
            register = lookup["register_id"].get(row["register_id"])
            return (register.meter_id, None) if register else (None, "unknown_meter")
        found = None
        for key in ("meter_id", "meter_external_id", "serial", "account"):
            if row.get(key):
                value = row[key] if key.endswith("_id") else str(row[key]).strip()
                named = lookup[key].get(value, self.env["utility.meter"])
                found = named if found is None else found & named
        if not found:
            return None, "unknown_meter"
        if row.get("service") and len(found) > 1:
            found = found.filtered(
                lambda m: row["service"] in (m.service_id.code, m.service_id.id, m.resource)
            )
        if len(found) > 1:
            found = found.filtered(lambda m: m.state == "installed") or found
        if len(found) != 1:
            return None, "ambiguous_meter" if found else "unknown_meter"
        return found, None

    def _parse_values(self, row, meter, refuse):
        """``{register: Decimal}`` of a row; what is wrong is told to ``refuse``."""
        registers = meter.register_ids
        given = row.get("values")
        if isinstance(given, list):
            if len(given) != len(registers):
                return self._refuse_count(refuse, meter, len(given))
            given = dict(zip(registers.mapped("zone"), given, strict=True))
        elif not isinstance(given, dict):
            register = self.env["utility.meter.register"].browse(row.get("register_id") or [])
            zone = register.zone or row.get("zone") or (len(registers) == 1 and registers.zone)
            given = {zone: row.get("value")}
        by_zone = registers.grouped("zone")
        if set(given) - set(by_zone):
            return self._refuse_count(refuse, meter, len(given))
        values = {}
        for zone, text in given.items():
            value = self._parse_decimal(text)
            if value is None:
                refuse("bad_value", "value", value="" if text in (None, False) else str(text))
            else:
                values[by_zone[zone]] = value
        return values

    def _refuse_count(self, refuse, meter, given):
        expected = len(meter.register_ids)
        refuse("wrong_registers", "zone", serial=meter.serial, given=given, expected=expected)
        return {}

    @api.model
    def _parse_decimal(self, text):
        """Decimal of a text or number as people write them; None if it is none."""
        value = parse_decimal(text)
        return value if isinstance(value, Decimal) else None

    @api.model
    def _parse_date(self, value):
        if isinstance(value, date):
            return fields.Date.to_date(value)
        try:
            return fields.Date.to_date(value) or None
        except (ValueError, TypeError):
            return None

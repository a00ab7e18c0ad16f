from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.readings import INFO, REFUSE, SUSPECT, Entry, Finding, check
from .utility_reading_facts import ReadingFacts


@dataclass(slots=True)
class Part:
    """One value that somebody gives: row of the caller, register, day, value."""

    row: int
    register: object
    day: object
    value: Decimal
    source: str = "call"
    complete: bool = False
    extra: dict = field(default_factory=dict)
    findings: list = field(default_factory=list)

    @property
    def refused(self):
        return any(f.severity == REFUSE for f in self.findings)

    @property
    def known(self):
        return any(f.code == "duplicate" for f in self.findings)

    @property
    def suspect(self):
        return any(f.severity == SUSPECT for f in self.findings)


class UtilityReading(models.Model):
    """The one way in for readings: every source is judged by the same engine, set-based."""

    _inherit = "utility.reading"

    @api.model
    def _judge(self, parts, ignore=()):
        """Put the findings of the engine on ``parts``; returns the facts they rest on.

        Values of one meter, day and source are judged together. Days of a meter are judged in
        their order, and an accepted value counts for those after it. Queries do not depend on
        the number of parts. ``ignore``: ids of readings that do not count.
        """
        days = {}
        for part in parts:
            meter = part.register.meter_id.id
            days[meter] = min(part.day, days.get(meter, part.day))
        facts = ReadingFacts(self.env, days, ignore)
        today = fields.Date.context_today(self)
        operator = self.env.su or self.env.user.has_group("utility_base.group_operator")
        for meter_id, group in sorted(self._together(parts), key=lambda g: (g[0], g[1][0].day)):
            first = group[0]
            meter = facts.meter(meter_id, first.day)
            entry = Entry(
                first.day, {p.register.zone: p.value for p in group}, first.source, first.complete
            )
            findings = check(meter, entry, facts.rules_of(meter_id), today)
            if first.source == "correction" and not operator:
                findings.insert(0, Finding("no_right", REFUSE, field="source"))
            for part in group:
                part.findings = [f for f in findings if f.zone in (None, part.register.zone)]
            refused = {p.row for p in group if p.refused}
            for part in group:
                if part.row not in refused and not part.suspect and not part.known:
                    facts.add(part.register.id, part.day, part.value, part.source)
        return facts

    def _together(self, parts):
        """Values that belong together: ``[(meter id, parts)]`` of one day and source."""
        groups = defaultdict(list)
        for part in parts:
            key = part.register.meter_id.id, part.day, part.source, part.complete
            rounds = groups[key]
            for together in rounds:
                if part.register not in [p.register for p in together]:
                    together.append(part)
                    break
            else:
                rounds.append([part])
        return [(key[0], group) for key, rounds in groups.items() for group in rounds]

    def _part_vals(self, facts, part):
        """Column values of a part that is not refused."""
        meter = part.register.meter_id
        standing = part.extra.get("installation_id") or facts.installation(
            meter.id, part.day, part.source
        )
        if isinstance(standing, int):
            standing = self.env["utility.meter.installation"].browse(standing)
        standing = standing.sudo()  # the meter itself was found with the user's rights
        codes = [f.code for f in part.findings if f.code != "duplicate"]
        return {
            **part.extra,
            "register_id": part.register.id,
            "meter_id": meter.id,
            "zone": part.register.zone,
            "company_id": meter.company_id.id,
            "installation_id": standing.id,
            "account_id": standing.account_id.id,
            "building_id": standing.building_id.id,
            "service_id": standing.service_id.id,
            "date": part.day,
            "value": float(part.value),
            "source": part.source,
            "state": "suspect" if part.suspect else "accepted",
            "checks": ",".join(codes) or False,
        }

    @api.model
    def _create_checked(self, vals_list):
        """Create of form and RPC: all or nothing, a wrong value is refused with its remedy."""
        parts, today = [], fields.Date.context_today(self)
        for index, vals in enumerate(vals_list):
            register = self.env["utility.meter.register"].browse(vals.get("register_id"))
            if not register or vals.get("value") is None:
                raise UserError(self.env._("A reading needs a meter, a date and a value."))
            standing = self.env["utility.meter.installation"].browse(vals.get("installation_id"))
            if standing and standing.meter_id != register.meter_id:
                raise UserError(self.env._("The reading is of a meter that stands elsewhere."))
            extra = {
                name: value
                for name, value in vals.items()
                if name in self._fields
                and name not in ("state", "checks", "value", "date", "source", "decided_by_id")
            }
            parts.append(
                Part(
                    index,
                    register,
                    fields.Date.to_date(vals.get("date")) or today,
                    Decimal(str(vals["value"])),
                    vals.get("source") or "call",
                    extra=extra,
                )
            )
        facts = self._judge(parts)
        wrong = {}
        for part in parts:
            for finding in part.findings:
                if finding.severity == REFUSE or finding.code == "duplicate":
                    message, remedy = self._finding_text(finding, part.register.meter_id.serial)
                    wrong[f"{part.register.display_name}: {message} {remedy}"] = True
        if wrong:
            raise UserError("\n".join(wrong))
        return self._append([self._part_vals(facts, part) for part in parts])

    def _finding_dict(self, row, finding, serial=""):
        message, remedy = self._finding_text(finding, serial)
        return {
            "row": row,
            "field": finding.field,
            "code": finding.code,
            "severity": finding.severity,
            "zone": finding.zone or False,
            "message": message,
            "remedy": remedy,
        }

    @api.model
    def _findings_of(self, part):
        """Findings of a part as plain dictionaries; what is merely known is left out."""
        serial = part.register.meter_id.serial
        return [
            self._finding_dict(part.row, f, serial)
            for f in part.findings
            if f.severity != INFO or f.code in ("rollover", "outside_window", "duplicate")
        ]

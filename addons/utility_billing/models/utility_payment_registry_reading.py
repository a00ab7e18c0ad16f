from decimal import Decimal

from psycopg2 import errors

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.utility_base.gateway.problem import problem
from odoo.addons.utility_base.tools.problems import describe_problem

#: what refuses readings, not payments: another worker's lock is neither and ends the job
_REFUSALS = (UserError, ValidationError, errors.IntegrityError, errors.RaiseException)
_STATES = ("refused", "suspect", "accepted", "known")  # the worst of several is shown


class UtilityPaymentRegistryLine(models.Model):
    """Readings that payers told with their money: one way in with all others (B01, E13).

    A reading is stored when its payment gets its account. What is wrong with it is a remark on the
    line; the payment stands whatever becomes of its readings.
    """

    _inherit = "utility.payment.registry.line"

    readings = fields.Json(readonly=True, help="[[place or number of the meter, value]]")
    readings_text = fields.Char("Meter Readings", compute="_compute_readings_text")
    reading_state = fields.Selection(
        [
            ("waiting", "Wait for the account"),
            ("accepted", "Accepted"),
            ("suspect", "To be checked"),
            ("known", "Known before"),
            ("refused", "Refused"),
            ("undone", "Taken back"),
        ],
        string="State of Readings",
        readonly=True,
    )
    reading_message = fields.Char("Remark on Readings", readonly=True)

    _reading_idx = models.Index("(registry_id) WHERE reading_state IS NOT NULL")

    def _compute_readings_text(self):
        for line in self:
            line.readings_text = "; ".join(f"{key}: {value}" for key, value in line.readings or ())

    def _enter_readings(self):
        """Store the readings of lines whose payments have accounts; once a line."""
        self.flush_recordset()
        waiting = self.search(
            [
                ("id", "in", self.ids),
                ("reading_state", "=", "waiting"),
                ("account_id", "!=", False),
                ("state", "=", "paid"),
            ]
        )
        for company, lines in waiting.grouped("company_id").items():
            try:
                with self.env.cr.savepoint():
                    lines._store_readings(company)
            except _REFUSALS:
                # one value stopped them all: those of each payment by themselves
                for line in lines:
                    line._store_alone(company)

    def _store_alone(self, company):
        try:
            with self.env.cr.savepoint():
                self._store_readings(company)
        except _REFUSALS as error:
            reason = str(error).strip().split("\n", 1)[0]
            wrong = problem("registry.reading", reason=reason)
            self._remark("refused", {"registry.reading": describe_problem(self.env, wrong)})

    def _store_readings(self, company):
        registers = self._registers()
        rows, owners, lost = [], [], {}
        for line in self:
            known = registers.get(line.account_id.id, [])
            for key, value in line.readings:
                register = _pick(known, key)
                if not register:
                    lost.setdefault(line.id, []).append(problem("registry.meter", value=key))
                    continue
                owners.append(line.id)
                rows.append(
                    {
                        "register_id": register,
                        "date": line.date,
                        "value": Decimal(value),
                        "external_id": f"bank:{line.registry_id.id}:{line.id}:{key}",
                    }
                )
        # sudo: whoever registers payments need not enter readings; the checks are the same
        answer = (
            self.env["utility.reading"].sudo().with_company(company)._enter(rows, source="bank")
        )
        results = {}
        for owner, result in zip(owners, answer["rows"], strict=True):
            results.setdefault(owner, []).append(result)
        for line in self:
            found, states = {}, set()
            for wrong in lost.get(line.id, ()):
                found[wrong.code] = describe_problem(self.env, wrong)
                states.add("refused")
            for result in results.get(line.id, ()):
                states.add(result["status"])
                for finding in result["findings"]:
                    found[finding["code"]] = (finding["message"], finding["remedy"])
            line._remark(next(s for s in _STATES if s in states), found)

    def _remark(self, state, found):
        """Tell on the line what became of its readings: ``found`` is {code: (text, remedy)}."""
        codes = [c for c in (self.codes or "").split(",") if c]
        self.write(
            {
                "reading_state": state,
                "reading_message": " ".join(
                    f"[{code}] {text} {remedy}".strip() for code, (text, remedy) in found.items()
                )
                or False,
                "codes": ",".join(dict.fromkeys([*codes, *found])) or False,
            }
        )

    def _registers(self):
        """``{account id: [(number of the meter, register id)]}`` on the days of the lines.

        In the order in which registries of debts show them: by service, meter, zone.
        """
        accounts = self.env["utility.account"]
        found = {}
        for day, lines in self.grouped("date").items():
            found |= accounts._registers_in_order(lines.account_id.ids, day)
        return found

    def _take_readings_back(self):
        """Reject the readings of the lines that no approved charge rests on."""
        lines = self.filtered(lambda r: r.reading_state in ("accepted", "suspect"))
        numbers = [
            f"bank:{line.registry_id.id}:{line.id}:{key}"
            for line in lines
            for key, _value in line.readings
        ]
        # sudo: as they were entered; which of them may go is decided here
        readings = (
            self.env["utility.reading"]
            .sudo()
            .search([("external_id", "in", numbers), ("state", "!=", "rejected")])
        )
        kept = readings.browse(self._charged_readings(readings))
        (readings - kept)._decide("rejected", self.env._("The payment registry was taken back."))
        kept_lines = {int(reading.external_id.split(":")[2]) for reading in kept}
        for line in lines:
            if line.id not in kept_lines:
                line.reading_state = "undone"
        return kept

    def _charged_readings(self, readings):
        """Ids of readings that are closed, or older than the last approved charge of the meter."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT r.id FROM utility_reading r
                 WHERE r.id = ANY(%s) AND r.state = 'accepted' AND EXISTS (
                       SELECT 1 FROM utility_charge c
                         JOIN utility_billing_run b ON b.id = c.run_id
                        WHERE c.account_id = r.account_id AND c.service_id = r.service_id
                          AND c.kind = 'charge' AND c.method = 'meter'
                          AND b.state IN ('approved', 'documents', 'posted')
                          AND c.period_date + INTERVAL '1 month' > r.date)
                """,
                list(readings.ids),
            )
        )
        charged = {id_ for (id_,) in rows}
        for company, group in readings.grouped("company_id").items():
            closed = self.env["utility.period"]._closed_until(company)
            charged |= {r.id for r in group if closed and r.date <= closed}
        return sorted(charged)


def _pick(registers, key):
    """Register of a reading: by the number of its meter, else by its place among them (from 1)."""
    by_serial = {}
    for serial, register in registers:
        by_serial.setdefault((serial or "").strip().casefold(), []).append(register)
    named = by_serial.get(key.strip().casefold(), ())
    if len(named) == 1:
        return named[0]
    place = int(key) if key.isdigit() and len(key) < 4 else 0
    return registers[place - 1][1] if 0 < place <= len(registers) else None


class UtilityPaymentRegistry(models.Model):
    """Readings of a registry, at a glance."""

    _inherit = "utility.payment.registry"

    reading_count = fields.Integer(compute="_compute_reading_counts")
    reading_problem_count = fields.Integer(compute="_compute_reading_counts")

    @api.depends("line_ids.reading_state")
    def _compute_reading_counts(self):
        groups = self.env["utility.payment.registry.line"]._read_group(
            [("registry_id", "in", self.ids), ("reading_state", "!=", False)],
            ["registry_id", "reading_state"],
            ["__count"],
        )
        for registry in self:
            counts = {state: n for found, state, n in groups if found == registry}
            registry.reading_count = sum(counts.values())
            registry.reading_problem_count = counts.get("refused", 0)

    def action_view_readings(self):
        """The readings that came with the payments, and what became of them."""
        self.ensure_one()
        return self.action_view_lines() | {
            "name": self.env._("Readings of %s", self.name),
            "domain": [("registry_id", "=", self.id), ("reading_state", "!=", False)],
        }

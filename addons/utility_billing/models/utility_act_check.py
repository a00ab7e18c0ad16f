from odoo import fields, models
from odoo.exceptions import UserError

#: what an act of a kind must have before it is filed
REQUIRED = {
    "tampering": ("account_id", "service_id", "date_from", "date_to"),
    "access_refused": ("account_id", "service_id"),
    "claim": ("building_id", "service_id", "claim_kind"),
    "quality": ("building_id", "service_id", "start", "end", "measurement_ids"),
    "disconnection": ("account_id", "service_ids", "date_from"),
    "reconnection": ("account_id", "disconnection_id", "date_from"),
    "no_meter": ("account_id", "service_id", "date_from", "conclusion"),
    "sealing": ("meter_id",),
}
CLAIM_REQUIRED = {
    "outage": ("start", "end"),
    "quality": ("start", "end", "measurement_ids"),
    "not_rendered": ("date_from", "date_to"),
}
#: kinds that the consumer or witnesses must have attended
ATTENDED = ("tampering", "access_refused", "claim", "quality")
WITNESSES = ("neighbour", "witness", "chairman")


class UtilityAct(models.Model):
    """What an act must have before it is filed; refusals name a code and the remedy."""

    _inherit = "utility.act"

    def _check_complete(self):
        for act in self:
            act._check_filled()
            act._check_dates()
            act._check_service()
            act._check_presence()

    def _check_filled(self):
        names = REQUIRED[self.kind]
        if self.kind == "claim":
            names += CLAIM_REQUIRED.get(self.claim_kind, ())
        missing = [
            self._fields[name]._description_string(self.env) for name in names if not self[name]
        ]
        if missing:
            raise UserError(
                self.env._(
                    "%(act)s: fill in %(fields)s. (ACT_EMPTY)",
                    act=self.display_name,
                    fields=", ".join(missing),
                )
            )

    def _check_dates(self):
        today = fields.Date.context_today(self)
        happened = [self.date, self.start and self.start.date(), self.end and self.end.date()]
        if self.kind in ("tampering", "claim"):
            happened += [self.date_from, self.date_to]
        if any(day > today for day in happened if day):
            raise UserError(
                self.env._(
                    "%s tells of a day that has not come. Correct the date. (ACT_FUTURE)",
                    self.display_name,
                )
            )
        if self.kind == "tampering" and self.date_to > self.date:
            raise UserError(
                self.env._(
                    "The unauthorised consumption ends after the act of %s. "
                    "Its last day is the day of the act at most. (ACT_DATES)",
                    self.date,
                )
            )
        if self.kind == "reconnection" and self.date_from <= self.disconnection_id.date_from:
            raise UserError(
                self.env._(
                    "The service was disconnected on %s: reconnect it on a later day, "
                    "or cancel the disconnection. (ACT_RECONNECT_BEFORE)",
                    self.disconnection_id.date_from,
                )
            )

    def _check_service(self):
        """The place has the service, and the meter stands where it is sealed."""
        account, service = self.account_id, self.service_id | self.service_ids
        if self.kind == "reconnection":
            service = self.env["utility.service"]
        if account and service:
            day = self.date_from or self.date
            missing = service - account.service_ids._on(day).service_id
            if missing:
                raise UserError(
                    self.env._(
                        "Account %(account)s has no service %(service)s on %(day)s. "
                        "Choose another service or add it to the account. (ACT_NO_SERVICE)",
                        account=account.number,
                        service=", ".join(missing.mapped("name")),
                        day=day,
                    )
                )
        if self.kind in ("sealing", "access_refused"):
            self._check_meter()

    def _check_meter(self):
        if self.kind == "sealing":
            if not self.meter_id.current_installation_id:
                raise UserError(
                    self.env._(
                        "Meter %s stands nowhere: install it first, then seal it. (ACT_NO_METER)",
                        self.meter_id.serial,
                    )
                )
            if not self._seal_list() and not self.circumstances:
                raise UserError(
                    self.env._("Give the numbers of the seals that were set. (ACT_EMPTY)")
                )
            return
        meters = self.account_id.installation_ids._on(self.date)
        if self.service_id not in meters.service_id:
            raise UserError(
                self.env._(
                    "Account %(account)s has no meter of %(service)s that access was refused to. "
                    "Choose the service whose meter stands there. (ACT_NO_METER)",
                    account=self.account_id.number,
                    service=self.service_id.name,
                )
            )

    def _check_presence(self):
        """The company was there, and the consumer signed; else as many witnesses as the law asks."""
        present = self.participant_ids.filtered(lambda p: p.signature != "absent")
        signed = present.filtered(lambda p: p.signature == "signed")
        visited = any(p.role == "executor" for p in signed)
        if not visited and self.kind != "claim":
            raise UserError(
                self.env._(
                    "%s: name who drew it up for the company and signed it. (ACT_NOBODY)",
                    self.display_name,
                )
            )
        consumer = any(p.role == "consumer" for p in signed)
        if self.kind == "claim" and not consumer:
            raise UserError(
                self.env._(
                    "A claim is signed by the consumer: add the consumer to those present. "
                    "(ACT_NOBODY)"
                )
            )
        if self.kind not in ATTENDED or (visited and consumer):
            return
        needed = int(self._parameter("act_witnesses_min") or 0)
        found = len([p for p in signed if p.role in WITNESSES])
        if found < needed:
            raise UserError(
                self.env._(
                    "%(act)s: one of the two sides did not sign, so it needs %(needed)s signatures "
                    "of neighbours or witnesses; there are %(found)s. (ACT_WITNESSES)",
                    act=self.display_name,
                    needed=needed,
                    found=found,
                )
            )

    def _parameter(self, code):
        """Value of a rule parameter on the day of the act, or False."""
        # everybody who draws up acts needs the rule, not the right to read the rules
        parameters = self.env["utility.rule.parameter"].sudo()
        return parameters._holding(code, self.date, self.company_id, self.service_id).value

    def _seal_list(self):
        return [part.strip() for part in (self.seal_numbers or "").split(",") if part.strip()]

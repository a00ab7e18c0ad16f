"""What earlier periods were charged: the last readings used and the volumes of past months."""

import json
from collections import defaultdict
from datetime import date

from ..engine import Past
from ..engine.periods import first_day, period_of, shift
from .reader import rows

#: months of history that an average may need
MONTHS = 26


class StateLoader:
    """State of the services with meters; only approved bills count.

    :param holders: ``{(account id, service id): AccountService}`` with meters; the rooms of a
        communal flat share one, their volumes add up
    :param keyed: ``{(account id, service id, serial, zone): Register}``
    """

    def __init__(self, portion, holders, keyed):
        self.portion = portion
        self.holders = holders
        self.keyed = keyed
        self.used_values = []
        self._told = set()
        self._before = first_day(shift(portion.period, -1))

    def load_used(self):
        """Set ``Register.used``. Mostly the period before tells all; older ones where it does not.

        ``used_values`` are the readings so used: (register, day, value).
        """
        known = set()
        for account, service, month, method, *_rest, used in self._charges(
            self._accounts(self.holders), self._before
        ):
            # a correction of an older month by readings says nothing of the month before
            if method == "meter" and month == self._before:
                known.add((account, service))
            self._use(account, service, used)
        self._tell([key for key in self.holders if key not in known])

    def load_history(self):
        """Past months of the services whose meters show nothing usable in the period."""
        self._tell([key for key, line in self.holders.items() if self._lacks(line)])

    def _lacks(self, line):
        first, last = self.portion.first, self.portion.last
        for meter in line.meters:
            if meter.failed_from is not None or (
                meter.verified_until is not None and meter.verified_until < last
            ):
                return True
            for register in meter.registers:
                if not register.readings or register.readings[-1][0] < first:
                    return True
        return False

    def _tell(self, keys):
        keys = [key for key in keys if id(self.holders[key]) not in self._told]
        if not keys:
            return
        months = defaultdict(list)
        for account, service, *row in self._charges(
            self._accounts(keys), first_day(shift(self.portion.period, -MONTHS))
        ):
            line = self.holders.get((account, service))
            if line is not None:
                self._use(account, service, row[-1])
                months[id(line)].append(row)
        lines = {id(self.holders[key]): self.holders[key] for key in keys}
        for id_, line in lines.items():
            self._told.add(id_)
            line.history = history_of(months.get(id_, ()))

    def _use(self, account, service, used):
        for serial, zone, day, value, *_base in json.loads(used) if used else ():
            register = self.keyed.get((account, service, serial, zone))
            if register is None:
                continue
            day = date.fromisoformat(day)
            if register.used is None or day >= register.used:
                register.used = day
                self.used_values.append((register, day, self.portion.decimal(value)))

    def _accounts(self, keys):
        return list({account for account, _service in keys})

    def _charges(self, account_ids, start):
        """Charge lines and what corrected them, oldest first."""
        return rows(
            self.portion.cursor,
            "SELECT c.account_id, c.service_id, COALESCE(c.of_period, c.period_date), c.method,"
            " c.reason, c.zone, c.cause, COALESCE((c.trace->>'c')::numeric, c.volume),"
            " c.trace->>'u'"
            " FROM utility_charge c LEFT JOIN utility_bill b ON b.id = c.bill_id"
            " WHERE c.account_id = ANY(%s) AND c.period_date BETWEEN %s AND %s"
            " AND c.service_id = ANY(%s)"
            # opening balances with a volume are history told at the start, those without are debts
            " AND (c.kind = 'charge' OR c.kind = 'opening' AND c.volume IS NOT NULL"
            " OR c.kind = 'recalculation' AND c.cause IN ('settlement', 'correction'))"
            " AND (b.state = 'approved' OR c.kind = 'opening')"
            " ORDER BY c.account_id, c.service_id, COALESCE(c.of_period, c.period_date), c.id",
            account_ids,
            start,
            self._before,
            list({service for _account, service in self.holders}),
        )


def history_of(found):
    """:class:`Past` by period and zone of rows ``(period, method, reason, zone, cause, consumed,
    used)`` in the order of writing; a correction adds to its month, its method being newer counts.
    """
    months = {}
    for day, method, reason, zone, cause, consumed, _used in found:
        zones = months.setdefault(period_of(day), {})
        past = zones.get(zone)
        if past is None:
            zones[zone] = Past(period_of(day), consumed or 0, method or "meter", reason or "", zone)
            continue
        past.volume += consumed
        if method and cause == "correction":
            for other in zones.values():
                other.method, other.reason = method, reason or ""
    return [past for _period, zones in sorted(months.items()) for past in zones.values()]

"""Which bills are implausible: rules as data, looked at while the bills are written."""

from collections import defaultdict

from dateutil.relativedelta import relativedelta

from ..engine.rounding import HUNDRED, ZERO, volume6
from .reader import rows

#: reasons of a volume that was found without the reading of a meter
NOT_READ = ("not_sent", "refused")
#: so many flats with a consumption make a neighbourhood
NEIGHBOURS_MIN = 5
#: lines ``c`` that an approved bill ``b`` stands on, with their service ``s``
_BILLED = """
    FROM utility_charge c
    JOIN utility_bill b ON b.id = c.bill_id AND b.state = 'approved'
    JOIN utility_service s ON s.id = c.service_id
   WHERE c.cause IS DISTINCT FROM 'reversal' AND c.kind = 'charge'
"""


class Rule:
    """A rule of plausibility: code, threshold (by the code) and the text of a hold.

    The threshold is in percent (``jump``, ``neighbours``), money (``large``) or months
    (``no_reading``, ``unchanged``).
    """

    __slots__ = ("code", "threshold", "minimum", "text")

    def __init__(self, code, threshold, minimum, text):
        self.code = code
        self.threshold = threshold
        self.minimum = minimum
        # the text travels by COPY, where a backslash and white space have meanings of their own
        self.text = " ".join(text.replace("\\", "/").split())


class Review:
    """Holds bills that break a rule; without rules nothing is read or held."""

    def __init__(self, rules):
        self.rules = rules
        self._before = {}
        self._known = set()
        self._unread = {}
        self._volumes = {}
        self._homes = {}
        self._usual = {}

    def load(self, cursor, account_ids, first):
        """Read what the rules compare with: the approved bills of the months before ``first``."""
        longest = {}
        for rule in self.rules:
            longest[rule.code] = max(longest.get(rule.code, 0), int(rule.threshold))
        before = first - relativedelta(months=1)
        if "jump" in longest:
            self._before = {
                (account, capital): charged
                for account, capital, charged in rows(
                    cursor,
                    "SELECT account_id, capital, charged FROM utility_bill"
                    " WHERE account_id = ANY(%s) AND period_date = %s AND state = 'approved'",
                    account_ids,
                    before,
                )
            }
        if "first" in longest:
            self._known = {
                account
                for (account,) in rows(
                    cursor,
                    "SELECT DISTINCT account_id FROM utility_bill"
                    " WHERE account_id = ANY(%s) AND period_date < %s AND state = 'approved'",
                    account_ids,
                    first,
                )
            }
        if longest.get("no_reading", 0) > 1:
            since = first - relativedelta(months=longest["no_reading"] - 1)
            self._load_unread(cursor, account_ids, since, first)
        if "unchanged" in longest:
            since = first - relativedelta(months=longest["unchanged"])
            self._load_volumes(cursor, account_ids, since, first)
        if "neighbours" in longest:
            self._load_usual(cursor, account_ids, before)

    def _load_unread(self, cursor, account_ids, since, first):
        self._unread = defaultdict(set)
        for account, code, month in rows(
            cursor,
            "SELECT DISTINCT c.account_id, s.code, c.period_date" + _BILLED + " AND"
            " c.account_id = ANY(%s) AND c.period_date >= %s AND c.period_date < %s"
            " AND c.reason = ANY(%s)",
            account_ids,
            since,
            first,
            list(NOT_READ),
        ):
            self._unread[account, code].add(month)

    def _load_volumes(self, cursor, account_ids, since, first):
        self._volumes = defaultdict(dict)
        for account, code, component, month, volume in rows(
            cursor,
            "SELECT c.account_id, s.code, c.component, c.period_date, SUM(c.volume)"
            + _BILLED
            + " AND c.account_id = ANY(%s) AND c.period_date >= %s AND c.period_date < %s"
            " AND c.method = 'meter' GROUP BY 1, 2, 3, 4 ORDER BY 4 DESC",
            account_ids,
            since,
            first,
        ):
            self._volumes[account, code, component or None][month] = volume

    def _load_usual(self, cursor, account_ids, before):
        """The middle consumption of a house in the month before, by service and component."""
        self._homes = dict(
            rows(
                cursor,
                "SELECT id, building_id FROM utility_account WHERE id = ANY(%s)",
                account_ids,
            )
        )
        self._usual = {
            (building, code, component or None): volume
            for building, code, component, volume in rows(
                cursor,
                "SELECT building_id, code, component, percentile_disc(0.5) WITHIN GROUP"
                " (ORDER BY volume) FROM (SELECT c.building_id, s.code, c.component, c.account_id,"
                " SUM(c.volume) AS volume" + _BILLED + " AND c.account_id IN"
                " (SELECT id FROM utility_account WHERE building_id = ANY(%s))"
                " AND c.period_date = %s AND c.method = 'meter'"
                " GROUP BY 1, 2, 3, 4 HAVING SUM(c.volume) > 0) x"
                " GROUP BY 1, 2, 3 HAVING COUNT(*) >= %s",
                list(set(self._homes.values())),
                before,
                NEIGHBOURS_MIN,
            )
        }

    def check(self, account, capital, charged, lines=()):
        """The text of the first rule that the bill breaks, or None.

        :param lines: all lines of the account in the month
        """
        for rule in self.rules:
            if _BROKEN[rule.code](self, rule, account, capital, charged, lines):
                return rule.text
        return None

    def _is_jump(self, rule, account, capital, charged, _lines):
        before = self._before.get((account, capital))
        if before is None:
            return False
        change = abs(charged - before)
        return change >= rule.minimum and change * HUNDRED > abs(before) * rule.threshold

    def _is_zero(self, _rule, _account, _capital, charged, _lines):
        return charged == ZERO

    def _is_negative(self, _rule, _account, _capital, charged, _lines):
        return charged < ZERO

    def _is_first(self, _rule, account, _capital, _charged, _lines):
        return account not in self._known

    def _is_large(self, rule, _account, _capital, charged, _lines):
        return charged > rule.threshold

    def _is_not_read(self, rule, account, capital, _charged, lines):
        """A service with a meter goes without its reading for the months of the rule, this one too."""
        if capital:
            return False
        months = max(int(rule.threshold), 1)
        return any(
            line.reason in NOT_READ
            and line.of_period is None
            and (months == 1 or self._unread_months(account, line) >= months - 1)
            for line in lines
        )

    def _unread_months(self, account, line):
        return len(self._unread.get((account, line.service), ()))

    def _is_unchanged(self, rule, account, capital, _charged, lines):
        """A meter shows the same consumption, nothing included, as in each of the months before."""
        if capital:
            return False
        months = max(int(rule.threshold), 1)
        for key, (volume, _amount) in self._metered(lines).items():
            former = list(self._volumes.get((account, *key), {}).values())[:months]
            if len(former) == months and all(old == volume for old in former):
                return True
        return False

    def _is_above_neighbours(self, rule, account, capital, _charged, lines):
        """A consumption by a meter is above that of the house's middle flat in the month before."""
        if capital or not self._usual:
            return False
        home = self._homes.get(account)
        for key, (volume, amount) in self._metered(lines).items():
            usual = self._usual.get((home, *key))
            if usual is None or volume * HUNDRED <= usual * rule.threshold:
                continue
            if amount - amount * usual / volume >= rule.minimum:
                return True
        return False

    @staticmethod
    def _metered(lines):
        """``{(service, component): (volume, amount)}`` of the month's own lines by a meter."""
        found = {}
        for line in lines:
            if line.method == "meter" and line.kind == "charge" and line.of_period is None:
                key = (line.service, line.component or None)
                volume, amount = found.get(key, (ZERO, ZERO))
                found[key] = (volume + volume6(line.volume), amount + line.amount)
        return found


_BROKEN = {
    "jump": Review._is_jump,
    "zero": Review._is_zero,
    "negative": Review._is_negative,
    "first": Review._is_first,
    "large": Review._is_large,
    "no_reading": Review._is_not_read,
    "unchanged": Review._is_unchanged,
    "neighbours": Review._is_above_neighbours,
}

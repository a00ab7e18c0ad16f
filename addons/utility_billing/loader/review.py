"""Which bills are implausible: rules as data, looked at while the bills are written."""

from dateutil.relativedelta import relativedelta

from ..engine.rounding import HUNDRED, ZERO
from .reader import rows


class Rule:
    """A rule of plausibility: code, threshold (percent or money) and the text of a hold."""

    __slots__ = ("code", "threshold", "minimum", "text")

    def __init__(self, code, threshold, minimum, text):
        self.code = code
        self.threshold = threshold
        self.minimum = minimum
        self.text = text


class Review:
    """Holds bills that break a rule; without rules nothing is read or held."""

    def __init__(self, rules):
        self.rules = rules
        self._before = {}
        self._known = set()

    def load(self, cursor, account_ids, first):
        """Read what the rules compare with: the bills of the month before, and earlier ones."""
        codes = {rule.code for rule in self.rules}
        if "jump" in codes:
            self._before = {
                (account, capital): charged
                for account, capital, charged in rows(
                    cursor,
                    "SELECT account_id, capital, charged FROM utility_bill"
                    " WHERE account_id = ANY(%s) AND period_date = %s AND state = 'approved'",
                    account_ids,
                    first - relativedelta(months=1),
                )
            }
        if "first" in codes:
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

    def check(self, account, capital, charged):
        """The text of the first rule that the bill breaks, or None."""
        for rule in self.rules:
            if _BROKEN[rule.code](self, rule, account, capital, charged):
                return rule.text
        return None

    def _is_jump(self, rule, account, capital, charged):
        before = self._before.get((account, capital))
        if before is None:
            return False
        change = abs(charged - before)
        return change >= rule.minimum and change * HUNDRED > abs(before) * rule.threshold

    def _is_zero(self, _rule, _account, _capital, charged):
        return charged == ZERO

    def _is_negative(self, _rule, _account, _capital, charged):
        return charged < ZERO

    def _is_first(self, _rule, account, _capital, _charged):
        return account not in self._known

    def _is_large(self, rule, _account, _capital, charged):
        return charged > rule.threshold


_BROKEN = {
    "jump": Review._is_jump,
    "zero": Review._is_zero,
    "negative": Review._is_negative,
    "first": Review._is_first,
    "large": Review._is_large,
}

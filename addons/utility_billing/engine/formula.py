"""Formulas of users: a restricted expression over named variables, parsed once.

Numbers, ``+ - * / // % **`` with a small whole exponent, comparisons, ``and or not``, ``x if c
else y`` and the functions ``min max round ceil floor abs``; everything else is refused with a
message that names the place. Numbers are exact decimals.

>>> rule = Formula("volume * (cold + heat_norm * (heat + surcharge))")
>>> sorted(rule.names)
['cold', 'heat', 'heat_norm', 'surcharge', 'volume']
>>> rule({"volume": 1, "cold": Decimal("7.76"), "heat_norm": Decimal("0.06"),
...       "heat": Decimal("712.38"), "surcharge": Decimal("56.53")})
Decimal('53.8946')
>>> Formula("area.__class__")  # doctest: +IGNORE_EXCEPTION_DETAIL
Traceback (most recent call last):
...
formula.FormulaError: Attribute is not allowed (column 1)
"""

import ast
import operator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, DecimalException

MAX_LENGTH = 2000
MAX_POWER = 20

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


class FormulaError(ValueError):
    """A formula that can't be read, or can't be computed with the values given.

    ``column``: where in the text, from 1; None where no place is to blame.
    """

    def __init__(self, text, column=None):
        self.column = column
        super().__init__(f"{text} (column {column})" if column else text)


def _round(value, digits=0):
    """Half up to so many digits after the point."""
    return value.quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP)


FUNCTIONS = {
    "min": min,
    "max": max,
    "round": _round,
    "ceil": lambda value: value.to_integral_value(ROUND_CEILING),
    "floor": lambda value: value.to_integral_value(ROUND_FLOOR),
    "abs": abs,
}


class Formula:
    """A parsed formula. ``names``: the variables it needs.

    :raises FormulaError: if the text is no formula; with ``known`` also for unknown variables.
    """

    __slots__ = ("text", "names", "_columns", "_tree")

    def __init__(self, text, known=None):
        self.text = text
        if len(text) > MAX_LENGTH:
            raise FormulaError(f"longer than {MAX_LENGTH} characters")
        try:
            self._tree = ast.parse(text.strip(), mode="eval").body
        except SyntaxError as error:
            column = min(error.offset or 1, len(text.strip()) + 1)
            raise FormulaError(f"cannot be read: {error.msg}", column) from None
        except (ValueError, RecursionError, MemoryError) as error:
            raise FormulaError(f"cannot be read: {error}") from None
        self.names = set()
        self._columns = {}
        self._check(self._tree)
        if known is not None:
            self.require(known)

    def require(self, known):
        """Refuse where a variable is none of ``known``.

        :raises FormulaError: with the place of the first one
        """
        missing = sorted(self.names - set(known), key=self._columns.get)
        if missing:
            raise FormulaError(f"unknown variable {', '.join(missing)}", self._columns[missing[0]])

    def __call__(self, variables):
        """The value for the given variables (numbers).

        :raises FormulaError: division by zero, unknown variable, a result that is no number.
        """
        try:
            found = self._value(self._tree, variables)
        except KeyError as error:
            raise FormulaError(f"unknown variable {error.args[0]}") from None
        except ZeroDivisionError:
            raise FormulaError("division by zero") from None
        except (DecimalException, TypeError, AttributeError) as error:
            raise FormulaError(f"cannot be computed: {type(error).__name__}") from None
        if isinstance(found, bool) or not isinstance(found, (int, Decimal)):
            raise FormulaError("the result is no number")
        found = Decimal(found)
        if not found.is_finite():
            raise FormulaError("the result is no number")
        return found

    def _check(self, node):
        check = getattr(self, f"_check_{type(node).__name__.lower()}", None)
        if check is None:
            self._refuse(node)
        for part in check(node):
            self._check(part)

    def _check_constant(self, node):
        if isinstance(node.value, bool) or not isinstance(node.value, (int, float)):
            self._refuse(node)
        return ()

    def _check_name(self, node):
        self.names.add(node.id)
        self._columns.setdefault(node.id, node.col_offset + 1)
        return ()

    def _check_binop(self, node):
        if isinstance(node.op, ast.Pow):
            exponent = getattr(node.right, "value", None)
            if not isinstance(exponent, int) or not 0 <= exponent <= MAX_POWER:
                raise FormulaError(
                    f"power must be a whole number up to {MAX_POWER}", node.right.col_offset + 1
                )
        else:
            self._known(node.op, node)
        return node.left, node.right

    def _check_unaryop(self, node):
        self._known(node.op, node)
        return (node.operand,)

    def _check_boolop(self, node):
        return node.values

    def _check_compare(self, node):
        for part in node.ops:
            self._known(part, node)
        return node.left, *node.comparators

    def _check_ifexp(self, node):
        return node.test, node.body, node.orelse

    def _check_call(self, node):
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            raise FormulaError(
                f"unknown function; there are {', '.join(FUNCTIONS)}", node.col_offset + 1
            )
        if node.keywords or not node.args:
            self._refuse(node)
        return node.args

    def _known(self, operation, node):
        if type(operation) not in OPERATORS:
            self._refuse(operation, node)

    def _refuse(self, node, place=None):
        column = getattr(place or node, "col_offset", 0) + 1
        raise FormulaError(f"{type(node).__name__} is not allowed", column)

    def _value(self, node, variables):
        return getattr(self, f"_value_{type(node).__name__.lower()}")(node, variables)

    def _value_constant(self, node, variables):
        # the text of the number, so that 0.1 is a tenth
        return Decimal(str(node.value))

    def _value_name(self, node, variables):
        value = variables[node.id]
        return value if isinstance(value, Decimal) else Decimal(value)

    def _value_binop(self, node, variables):
        left = self._value(node.left, variables)
        right = self._value(node.right, variables)
        if isinstance(node.op, ast.Pow):
            return left ** int(right)
        return OPERATORS[type(node.op)](left, right)

    def _value_unaryop(self, node, variables):
        return OPERATORS[type(node.op)](self._value(node.operand, variables))

    def _value_boolop(self, node, variables):
        ends = isinstance(node.op, ast.Or)
        for value in node.values:
            found = self._value(value, variables)
            if bool(found) is ends:
                break
        return found

    def _value_compare(self, node, variables):
        left = self._value(node.left, variables)
        for part, value in zip(node.ops, node.comparators, strict=True):
            right = self._value(value, variables)
            if not OPERATORS[type(part)](left, right):
                return False
            left = right
        return True

    def _value_ifexp(self, node, variables):
        chosen = node.body if self._value(node.test, variables) else node.orelse
        return self._value(chosen, variables)

    def _value_call(self, node, variables):
        values = [self._value(value, variables) for value in node.args]
        return FUNCTIONS[node.func.id](*values)

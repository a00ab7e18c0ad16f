"""Formulas of users: a restricted expression over named variables, parsed once.

Numbers, ``+ - * / // % **`` with a small whole exponent, comparisons, ``and or not``, ``x if c else y``
and the functions ``min max round ceil floor abs``; everything else is refused with a message
that names the place. Numbers are exact decimals.

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
    """A formula that can't be read, or can't be computed with the values given."""


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

    __slots__ = ("text", "names", "_tree")

    def __init__(self, text, known=None):
        self.text = text
        if len(text) > MAX_LENGTH:
            raise FormulaError(f"longer than {MAX_LENGTH} characters")
        try:
            self._tree = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise FormulaError(f"cannot be read: {getattr(error, 'msg', error)}") from None
        self.names = set()
        self._check(self._tree)
        if known is not None and not self.names <= set(known):
            missing = ", ".join(sorted(self.names - set(known)))
            raise FormulaError(f"unknown variable {missing}")

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
        if isinstance(node, ast.Constant):
            if isinstance(node.value, bool) or not isinstance(node.value, (int, float)):
                self._refuse(node)
        elif isinstance(node, ast.Name):
            self.names.add(node.id)
        elif isinstance(node, ast.BinOp):
            if isinstance(node.op, ast.Pow):
                exponent = node.right
                if not (
                    isinstance(exponent, ast.Constant)
                    and isinstance(exponent.value, int)
                    and 0 <= exponent.value <= MAX_POWER
                ):
                    raise FormulaError(f"power must be a whole number up to {MAX_POWER}")
            elif type(node.op) not in OPERATORS:
                self._refuse(node.op, node)
            self._check(node.left)
            self._check(node.right)
        elif isinstance(node, ast.UnaryOp):
            if type(node.op) not in OPERATORS:
                self._refuse(node.op, node)
            self._check(node.operand)
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                self._check(value)
        elif isinstance(node, ast.Compare):
            for part in node.ops:
                if type(part) not in OPERATORS:
                    self._refuse(part, node)
            for value in (node.left, *node.comparators):
                self._check(value)
        elif isinstance(node, ast.IfExp):
            for value in (node.test, node.body, node.orelse):
                self._check(value)
        elif isinstance(node, ast.Call):
            if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
                raise FormulaError(
                    f"unknown function (column {node.col_offset + 1}); "
                    f"there are {', '.join(FUNCTIONS)}"
                )
            if node.keywords or not node.args:
                self._refuse(node)
            for value in node.args:
                self._check(value)
        else:
            self._refuse(node)

    def _refuse(self, node, place=None):
        column = getattr(place or node, "col_offset", 0) + 1
        raise FormulaError(f"{type(node).__name__} is not allowed (column {column})")

    def _value(self, node, variables):
        if isinstance(node, ast.Constant):
            # the text of the number, so that 0.1 is a tenth
            return Decimal(str(node.value))
        if isinstance(node, ast.Name):
            value = variables[node.id]
            return value if isinstance(value, Decimal) else Decimal(value)
        if isinstance(node, ast.BinOp):
            left = self._value(node.left, variables)
            right = self._value(node.right, variables)
            if isinstance(node.op, ast.Pow):
                return left ** int(right)
            return OPERATORS[type(node.op)](left, right)
        if isinstance(node, ast.UnaryOp):
            return OPERATORS[type(node.op)](self._value(node.operand, variables))
        if isinstance(node, ast.BoolOp):
            ends = isinstance(node.op, ast.Or)
            for value in node.values:
                found = self._value(value, variables)
                if bool(found) is ends:
                    return found
            return found
        if isinstance(node, ast.Compare):
            left = self._value(node.left, variables)
            for part, value in zip(node.ops, node.comparators, strict=True):
                right = self._value(value, variables)
                if not OPERATORS[type(part)](left, right):
                    return False
                left = right
            return True
        if isinstance(node, ast.IfExp):
            chosen = node.body if self._value(node.test, variables) else node.orelse
            return self._value(chosen, variables)
        values = [self._value(value, variables) for value in node.args]
        return FUNCTIONS[node.func.id](*values)

"""Coded problems of the gateways in the words of the user."""

from odoo.tools.translate import get_translation

from ..gateway.problem import describe


def describe_problem(env, problem):
    """``(message, remedy)`` of a gateway's problem in the user's language."""
    lang = env.lang or "en_US"
    return describe(problem, lambda module, source: get_translation(module, lang, source, ()))

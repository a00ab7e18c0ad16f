"""Texts of coded problems in the user's language."""

from dataclasses import replace

from odoo.tools.translate import code_translations

from ..gateway.problem import describe


def translate(env, module, source):
    """``source``, a text of the code of ``module``, in the language of the user."""
    lang = env.context.get("lang") or env.user.lang
    if not source or not lang or lang == "en_US":
        return source
    return code_translations.get_python_translations(module, lang).get(source, source)


def describe_problem(env, problem):
    """``(message, remedy)`` of a problem in the language of the user.

    A finding of another check of the register brings its translated texts along.
    """
    if "message" in problem.params:
        return problem.params["message"], problem.params.get("remedy", "")
    if "label" in problem.params:
        label = translate(env, "utility_base", problem.params["label"])
        problem = replace(problem, params={**problem.params, "label": label})
    return describe(problem, lambda module, source: translate(env, module, source))

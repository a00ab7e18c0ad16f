import re
from pathlib import Path

from odoo.tests import Form, TransactionCase, tagged

from ..engine.explain import FORMULAS
from ..engine.parameter_values import KINDS
from ..models.parameter_names import parameter_names

ENGINE = Path(__file__).parents[1] / "engine"
READ = re.compile(r"(?:\.parameter|setting|_must)\([^\")]*\"([a-z0-9_]+)\"")


@tagged("post_install", "-at_install")
class TestParameterNames(TransactionCase):
    """C17: the law's figures are found and chosen by plain names, not by codes."""

    def test_every_code_has_a_name(self):
        """C17: no row of a country pack and no code that rules parse is without a name."""
        known = parameter_names(self.env)
        stored = set(self.env["utility.rule.parameter"].search([]).mapped("code"))
        read = {code for path in ENGINE.glob("*.py") for code in READ.findall(path.read_text())}
        self.assertIn("absence_min_full_days", read)
        self.assertFalse((stored | set(KINDS) | read) - set(known))
        self.assertFalse({f"legal_{key}" for key in FORMULAS if key} - set(known))
        names = [name for name, _help in known.values()]
        self.assertEqual(len(names), len(set(names)))

    def test_chosen_by_name(self):
        """C17: choosing the name fills the code in; a code of one's own stays."""
        with Form(self.env["utility.rule.parameter"]) as form:
            form.parameter = "penalty_free_days"
            self.assertEqual(form.code, "penalty_free_days")
            form.value = "30"
        row = form.save()
        self.assertEqual(row.display_name, parameter_names(self.env)["penalty_free_days"][0])
        name = row.display_name
        found = self.env["utility.rule.parameter"].search([("display_name", "ilike", name.upper())])
        self.assertIn(row, found)
        self.assertEqual(set(found.mapped("code")), {"penalty_free_days"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE utility_rule_parameter SET parameter = NULL WHERE id = %s", (row.id,)
        )
        row.invalidate_recordset()
        self.env["utility.rule.parameter"].init()
        self.assertEqual(row.parameter, "penalty_free_days")
        row.code = "own_figure"
        self.assertFalse(row.parameter)
        self.assertEqual(row.display_name, "own_figure")
        made = self.env["utility.rule.parameter"].create({"parameter": "due_day", "value": "15"})
        self.assertEqual(made.code, "due_day")

    def test_study_line(self):
        """C18: a line of a study takes the parameter by its name."""
        study = self.env["utility.tariff.study"].create(
            {"name": "S", "month_from": "2026-01-01", "month_to": "2026-01-01"}
        )
        line = self.env["utility.tariff.study.change"].create(
            {
                "study_id": study.id,
                "subject": "parameter",
                "parameter": "uplift_coefficient",
                "text_value": "2",
            }
        )
        self.assertEqual(line.code, "uplift_coefficient")
        self.assertIn(parameter_names(self.env)["uplift_coefficient"][0], line.display_name)
        self.assertEqual(line._draft().parameter.code, "uplift_coefficient")

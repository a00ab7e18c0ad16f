from pathlib import Path

from odoo.modules.migration import load_script
from odoo.tests import TransactionCase, tagged

from .pack_parameters import ensure_parameters

FOLDER = Path(__file__).parents[1] / "migrations" / "19.0.1.1.0"


@tagged("post_install", "-at_install")
class TestCountryPackMigration(TransactionCase):
    """Parameters of countries that utility_billing 19.0.1.0.0 kept go over to the packs."""

    def test_rows_are_taken_over(self):
        """C23: the rows keep their ids, the pack finds them by its own names, none doubles."""
        ensure_parameters(self.env, "ru")
        data = self.env["ir.model.data"]
        names = ["parameter_ru_due_day", "legal_ru_meter"]
        rows = data.search([("module", "=", "utility_l10n_ru"), ("name", "in", names)])
        self.assertEqual(len(rows), 2)
        rows.module = "utility_billing"
        kept = data.create(
            {
                "module": "utility_billing",
                "name": "parameter_common_x",
                "model": "utility.rule.parameter",
                "res_id": rows[0].res_id,
            }
        )
        self.env.flush_all()
        script = load_script(str(FOLDER / "pre-country-packs.py"), "pre_country_packs")
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(set(rows.mapped("module")), {"utility_l10n_ru"})
        self.assertEqual(kept.module, "utility_billing")
        script.migrate(self.env.cr, "19.0.1.0.0")

from pathlib import Path

from odoo.modules.migration import load_script
from odoo.tests import TransactionCase, tagged

from odoo.addons.utility_base.tools.shipped_templates import _digest

SCRIPT = Path(__file__).parents[1] / "migrations" / "19.0.1.5.0" / "post-document-templates.py"


@tagged("post_install", "-at_install")
class TestTemplateMigration(TransactionCase):
    """Z19: papers of a database that is upgraded are those of the new version, or of its owner."""

    def test_only_what_nobody_changed_is_renewed(self):
        """H01: the shipped bill is renewed, with a way back; an edited agreement stays."""
        bill = self.env.ref("utility_billing.document_template_bill")
        edited = self.env.ref("utility_billing.document_template_instalments")
        new = bill.source
        bill.source = "as it was shipped"
        edited.source = "as somebody edited it"
        script = load_script(str(SCRIPT), "post_document_templates")
        _old, source, sample = script.RELEASED["document_template_bill"]
        script.RELEASED["document_template_bill"] = (_digest(bill.source), source, sample)
        script.migrate(self.env.cr, "19.0.1.2.0")
        self.assertEqual(bill.source, new)
        self.assertEqual(edited.source, "as somebody edited it")

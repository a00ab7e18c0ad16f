from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestKazakh(TransactionCase):
    def test_kazakh_can_be_activated(self):
        """The framework ships no Kazakh: the addon brings the language and its words."""
        lang = self.env["res.lang"].with_context(active_test=False).search([("code", "=", "kk_KZ")])
        self.assertEqual(lang.iso_code, "kk")
        self.env["res.lang"]._activate_lang("kk_KZ")
        module = self.env["ir.module.module"]._get("utility_base")
        module._update_translations(["kk_KZ"])
        menu = self.env.ref("utility_base.menu_readings").with_context(lang="kk_KZ")
        self.assertEqual(menu.name, "Көрсеткіштер")

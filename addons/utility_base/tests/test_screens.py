from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .desk_common import ROLES, DeskCommon


def specification(arch, model):
    """What the web client asks for to show the view ``arch`` of ``model``."""
    spec = {}
    for node in arch.iter("field"):
        if next(node.iterancestors("field"), None) is not None:
            continue
        field = model._fields[node.get("name")]
        spec[field.name] = part = {}
        if field.type in ("one2many", "many2many"):
            view = next((child for child in node if child.tag in ("list", "kanban")), None)
            comodel = model.env[field.comodel_name]
            part["fields"] = {"display_name": {}} if view is None else specification(view, comodel)
        elif field.type == "many2one":
            part["fields"] = {"display_name": {}}
    return spec


@tagged("post_install", "-at_install")
class TestScreens(DeskCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._household("1")
        cls._household("2", kind="organisation")
        cls._directories()

    def _actions(self, user):
        """Window actions behind the menus of the suite that ``user`` sees."""
        menus = self.env["ir.ui.menu"].with_user(user)
        root = self.env.ref("utility_base.menu_root")
        visible = menus.browse(menus._visible_menu_ids())
        for menu in visible.filtered(lambda m: m.parent_path.startswith(root.parent_path)):
            if menu.action and menu.action._name == "ir.actions.act_window":
                yield menu.action.sudo()

    def _open(self, action, user):
        """Do what the web client does when ``user`` opens ``action``."""
        model = self.env[action.res_model].with_user(user)
        context = safe_eval(action.context or "{}", {"uid": user.id})
        model = model.with_context(**context)
        modes = {mode: view for view, mode in action.views}
        views = model.get_views([(view, mode) for mode, view in modes.items()])["views"]
        for mode, view in views.items():
            arch = etree.fromstring(view["arch"])
            records = self.env[model._name].browse()
            if mode in ("list", "kanban", "form") and not model._transient:
                self.env.flush_all()
                self.env.invalidate_all()
                records = model.search([], limit=5)
                records.web_read(specification(arch, model))
            if mode == "form" and model.has_access("create"):
                model.onchange({}, [], specification(arch, model))
        return len(views)

    def test_every_screen_opens(self):
        """R06: whoever sees a menu can open its lists and forms, with data and for a new record."""
        opened = {}
        for role in ROLES:
            user = self._user(f"desk_{role}", role)
            for action in self._actions(user):
                with self.subTest(role=role, action=action.name, model=action.res_model):
                    opened[role] = opened.get(role, 0) + self._open(action, user)
        self.assertNotIn("crew", opened)
        self.assertGreater(opened["administrator"], opened["reader"])

    def test_every_action_helps(self):
        """R06: an empty screen of the register says what to do next."""
        user = self._user("desk_administrator", "administrator")
        for action in self._actions(user):
            model = self.env[action.res_model]
            reports = {"pivot", "graph"} & {mode for _view, mode in action.views[:1]}
            own = action.get_external_id()[action.id].startswith("utility_base.")
            if own and not model._transient and not reports:
                with self.subTest(action=action.name):
                    self.assertTrue(action.help)
                    self.assertTrue(action.path)

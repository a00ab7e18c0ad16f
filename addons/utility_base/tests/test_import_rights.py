import base64

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .imports_common import ImportsCommon

ROWS = (
    ("Лицевой счёт", "ФИО", "Дата с"),
    ("0001001", "Їжакевич Ганна", "01.01.2020"),
    ("0001002", "Ґудзь Олесь", "01.02.2020"),
)


@tagged("post_install", "-at_install", "utility_import")
class TestImportRights(ImportsCommon):
    def test_rights(self):
        """R01, P08: readers can't import; operators see their own imports and their own company."""
        record = self._run("residents", self._csv(ROWS))
        other = self.operator.sudo().copy({"login": "import_other", "name": "Other"})
        with self.assertRaises(AccessError):
            record.with_user(other).read(["name"])
        reader = self.operator.sudo().copy({"login": "import_reader", "group_ids": [
            (6, 0, self.env.ref("utility_base.group_reader").ids)]})  # fmt: skip
        with self.assertRaises(AccessError):
            self.env["utility.import"].with_user(reader).create({"kind": "residents"})
        with self.assertRaises(AccessError):
            record.row_ids[0].write({"state": "created"})
        # accounts of another company are unknown, not imported into
        company = self.env["res.company"].sudo().create({"name": "Foreign"})
        stranger = self.operator.sudo().copy(
            {
                "login": "import_stranger",
                "company_id": company.id,
                "company_ids": [(6, 0, company.ids)],
            }
        )
        foreign = (
            self.env["utility.import"]
            .with_user(stranger)
            .create(
                {
                    "kind": "residents",
                    "filename": "f.csv",
                    "file": base64.b64encode(self._csv(ROWS)),
                }
            )
        )
        foreign.action_read()
        foreign.action_run()
        self.assertEqual(foreign.row_ids.mapped("code"), ["IMP-ACCOUNT-UNKNOWN"] * 2)

    def test_limited_operator(self):
        """R01: who may see some houses only can't import into others."""
        other = self.building.sudo().copy({"number": "99"})
        self.operator.sudo().utility_building_ids = other
        record = self._run("residents", self._csv(ROWS))
        self.assertEqual(self._codes(record), ["IMP-ACCOUNT-UNKNOWN"] * 2)

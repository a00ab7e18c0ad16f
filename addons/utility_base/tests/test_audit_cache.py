"""The audit reads values with a cache of its own; nothing of ours may get lost in it."""

from odoo.tests import tagged

from odoo.addons.auditlog.models import auditlog_rule

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
class TestAuditCache(PeopleCommon):
    def test_unwritten_fields_survive(self):
        """R08, A19: stored fields that wait to be written are written, whatever the audit reads."""
        building = self.env["utility.building"].create(
            {"locality_id": self.locality.id, "street_id": self.street.id, "number": "77"}
        )
        self.assertTrue(building.address)
        with auditlog_rule.ThrowAwayCache(self.env):
            self.env["utility.building"].search_count([("address", "!=", False)])
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue((building.address or "").endswith("77"), building.address)

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..models.auditlog_rule import NO_AUDIT, without_audit
from .desk_common import DeskCommon


@tagged("post_install", "-at_install")
class TestAudit(DeskCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls._household("1")
        cls.operator = cls._user("desk_operator", "operator")
        cls.clerk = cls._user("desk_administrator", "administrator")

    def _logs(self, record, method=None):
        domain = [("model_model", "=", record._name), ("res_id", "=", record.id)]
        if method:
            domain.append(("method", "=", method))
        return self.env["auditlog.log"].search(domain)

    def test_every_register_without_chatter_is_audited(self):
        """R08, X72: creating leaves an entry with the account or premise it is about."""
        for model in (
            "utility.residency",
            "utility.ownership",
            "utility.absence",
            "utility.account.service",
            "utility.area",
            "utility.meter.installation",
            "utility.meter.verification",
            "utility.meter.seal",
            "utility.meter.defect",
            "utility.contract.term",
        ):
            with self.subTest(model=model):
                log = self._logs(self.home[model], "create")
                self.assertEqual(len(log), 1)
                self.assertEqual(log.utility_company_id, self.company)
                if model in ("utility.ownership", "utility.area"):
                    self.assertEqual(log.utility_premise_id, self.home["utility.premise"])
                elif model != "utility.contract.term":
                    self.assertEqual(log.utility_account_id, self.home["utility.account"])

    def test_change_tells_who_and_what(self):
        """R08, X72: an entry names the user, the field, the value before and after."""
        residency = self.home["utility.residency"].with_user(self.operator)
        residency.write({"kind": "temporary", "date_to": date(2031, 5, 1)})
        log = self._logs(residency, "write")
        self.assertEqual(log.user_id, self.operator)
        lines = {line.field_name: (line.old_value, line.new_value) for line in log.line_ids}
        self.assertEqual(lines["kind"], ("permanent", "temporary"))
        self.assertIn("Kind: Registered permanently → Registered temporarily", log.utility_summary)
        self.assertEqual(log.utility_method, "write")

    def test_many2one_is_readable(self):
        """R08: records show by their names, not as pairs of a number and a name."""
        supplier = self.env["res.partner"].create({"name": "Waterworks", "is_company": True})
        line = self.home["utility.account.service"]
        line.with_user(self.operator).supplier_id = supplier
        self.assertIn("Supplier: Waterworks", self._logs(line, "write").utility_summary)

    def test_history_of_an_account(self):
        """R08: the account's history keeps the facts that were deleted."""
        residency = self.home["utility.residency"]
        residency_id = residency.id
        residency.with_user(self.operator).unlink()
        action = self.env.ref("utility_base.auditlog_log_action_account")
        domain = safe_eval(action.domain, {"active_id": self.home["utility.account"].id})
        logs = self.env["auditlog.log"].with_user(self.clerk).search(domain)
        found = {(log.model_model, log.method) for log in logs}
        self.assertIn(("utility.residency", "unlink"), found)
        self.assertIn(("utility.ownership", "create"), found)
        self.assertIn(("utility.meter.seal", "create"), found)
        deleted = logs.filtered(lambda log: log.method == "unlink")
        self.assertEqual(deleted.res_id, residency_id)
        self.assertIn("45 01 123456", deleted.utility_summary)

    def test_history_is_for_administrators_of_the_company(self):
        """R06, R08: operators do not read the audit, administrators that of their company."""
        foreign = self._household("3", company=self.other_company)
        logs = self._logs(foreign["utility.residency"])
        self.assertTrue(logs)
        with self.assertRaises(AccessError):
            logs.with_user(self.operator).read(["name"])
        with self.assertRaises(AccessError):
            logs.with_user(self.clerk).read(["name"])
        own = self._logs(self.home["utility.residency"]).with_user(self.clerk)
        self.assertTrue(own.utility_summary)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(own.has_access(operation))
        # sessions' keys would let one act as another user
        with self.assertRaises(AccessError):
            self.env["auditlog.http.session"].with_user(self.clerk).search([])

    def test_limits_of_users(self):
        """R01, R08: a change of what a user may see is kept; his private data is not."""
        self.operator.write(
            {"utility_customer_scope": "organisation", "signature": "<p>secret</p>"}
        )
        log = self._logs(self.operator, "write")
        self.assertEqual(log.line_ids.mapped("field_name"), ["utility_customer_scope"])
        self.assertIn("Organisations only", log.utility_summary)

    def test_import_switches_it_off(self):
        """P07: a mass import with a journal of its own writes past the audit."""
        count = self.env["auditlog.log"].search_count([])
        model = without_audit(self.env["utility.residency"])
        records = model.create(
            [{"account_id": self.home["utility.account"].id, "persons": n} for n in (1, 2)]
        )
        records.write({"document": "x"})
        records.unlink()
        self.assertEqual(self.env["auditlog.log"].search_count([]), count)

    def test_clients_cannot_switch_it_off(self):
        """R06: a key in the context of a call from outside changes nothing."""
        for value in (True, 1, str(NO_AUDIT)):
            model = self.env["utility.residency"].with_context(utility_no_audit=value)
            record = model.create({"account_id": self.home["utility.account"].id})
            self.assertTrue(self._logs(record))

    def test_chatter_tracks_the_account(self):
        """R08: the payer, state and number of an account are tracked on its own page."""
        account = self.home["utility.account"].with_context(tracking_disable=False)
        payer = self.env["res.partner"].create({"name": "Heir"})
        self.env.cr.flush()
        account.with_user(self.operator).partner_id = payer
        self.env.flush_all()
        self.env.cr.flush()
        self.env.invalidate_all()
        values = account.message_ids.sudo().tracking_value_ids
        self.assertIn("Heir", values.mapped("new_value_char"))

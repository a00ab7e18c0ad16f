from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .closing_common import ClosingCommon

TABLES = ("utility_charge", "utility_payment", "utility_allocation", "utility_turnover")
#: name, SQL of somebody with the password of the database, code of what is found
FORGERIES = [
    ("charge edited", "UPDATE utility_charge SET amount = amount + 1 WHERE id = {charge}", "edited"),
    ("charge deleted", "DELETE FROM utility_charge WHERE id = {charge}", "deleted"),
    (
        "charge added after",
        "INSERT INTO utility_charge (run_id, company_id, period_date, account_id, kind, debt_kind,"
        " amount) VALUES ({run}, {company}, '2026-02-01', {account}, 'charge', 'principal', 9)",
        "unsealed",
    ),
    (
        "two charges change places",
        "UPDATE utility_charge a SET amount = b.amount FROM utility_charge b"
        " WHERE (a.id, b.id) IN (({charge}, {other}), ({other}, {charge}))",
        "edited",
    ),
    (
        "charge to another run",
        "UPDATE utility_charge SET run_id = {march} WHERE id = {charge}",
        "deleted",
    ),
    ("payment edited", "UPDATE utility_payment SET amount = amount - 1 WHERE id = {payment}",
     "edited"),
    ("payment deleted", "DELETE FROM utility_payment WHERE id = {payment}", "deleted"),
    ("use of a payment", "UPDATE utility_allocation SET account_id = {second} WHERE id ="
     " (SELECT MIN(id) FROM utility_allocation WHERE payment_id = {payment})", "deleted"),
    (
        "balance edited",
        "UPDATE utility_turnover SET closing = 0 WHERE company_id = {company}"
        " AND period_date = '2026-02-01' AND account_id = {account}",
        "edited",
    ),
    ("link edited", "UPDATE utility_chain_link SET amount = '1.00' WHERE id = {link}", "link"),
    ("link deleted", "DELETE FROM utility_chain_link WHERE id = {link}", "gap"),
    ("end cut off", "DELETE FROM utility_chain_link WHERE id = {last}", "head"),
    (
        "digest edited",
        "UPDATE utility_chain_leaf SET digest = sha256('x') WHERE link_id = {link}"
        " AND key = {account}",
        "leaf",
    ),
]  # fmt: skip


@tagged("post_install", "-at_install")
class TestJournal(ClosingCommon):
    """Approved charges, payments and closings are sealed (Z17)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.links = cls.env["utility.chain.link"]
        cls.february = cls.runs["2026-02"]
        charges = cls.env["utility.charge"].search(
            [("run_id", "=", cls.february.id), ("account_id", "=", cls.first.id)], order="id"
        )
        links = cls.links.search([("company_id", "=", cls.company.id)], order="number")
        cls.charge = charges[0]
        cls.names = {
            "company": cls.company.id,
            "run": cls.february.id,
            "march": cls.march.id,
            "account": cls.first.id,
            "second": cls.second.id,
            "charge": charges[0].id,
            "other": charges[1].id,
            "payment": cls.env["utility.payment"]
            .search([("company_id", "=", cls.company.id), ("date", "=", "2026-02-20")])
            .id,
            "link": links.filtered(lambda x: x.run_id == cls.february).id,
            "last": links[-1].id,
        }

    def verify(self):
        self.env.invalidate_all()
        return self.links._verify(self.company)

    def forge(self, statement):
        for table in TABLES:
            self.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # pylint: disable=sql-injection
        self.env.cr.execute(statement.format(**self.names))

    def test_untouched_journal_is_good(self):
        """Z17: what nobody touched verifies; what is sealed stands in the links."""
        self.assertFalse(self.verify())
        links = self.links.search([("company_id", "=", self.company.id)], order="number")
        kinds = ["charges", "payments", "allocations", "turnover", "closing"]
        self.assertEqual(links.mapped("kind"), [*kinds, *kinds, "charges"])
        self.assertEqual(links[0].previous_hash, "0" * 64)
        self.assertEqual(links[1].previous_hash, links[0].hash)
        run = self.runs["2026-01"]
        self.assertEqual((links[0].run_id, links[0].row_count), (run, 4))
        self.assertEqual(float(links[0].amount), round(run.amount, 2))
        self.assertFalse(links.filtered("problem"))

    def test_forgeries(self):
        """Z17: one edited, deleted, added or moved row of a closed month is found, by SQL too."""
        for name, statement, code in FORGERIES:
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                self.forge(statement)
                self.assertIn(code, {problem["code"] for problem in self.verify()})
                savepoint.rollback()
        self.assertFalse(self.verify())

    def test_names_run_account_and_row(self):
        """Z17: the finding names the run, the account and the row, and blocks the next closing."""
        with self.env.cr.savepoint() as savepoint:
            self.forge("UPDATE utility_charge SET amount = amount + 1 WHERE id = {charge}")
            (problem,) = self.verify()
            self.assertEqual(
                (problem["code"], problem["run"], problem["account"], problem["row"]),
                ("edited", self.february.id, self.first.id, self.charge.id),
            )
            for part in (self.february.name, self.first.number, str(self.charge.id)):
                self.assertIn(part, problem["text"])
            self.assertIn("journal_broken", self.red())
            savepoint.rollback()

    def test_rebuilt_journal_differs_from_the_export(self):
        """Z17: who rebuilds the whole journal is betrayed by what was exported before."""
        text = self.links._export(self.company)
        self.assertFalse(self.links._compare_export(self.company, text))
        self.assertEqual(len(text.splitlines()), 12)
        with self.env.cr.savepoint() as savepoint:
            self.forge(
                "DELETE FROM utility_chain_leaf WHERE link_id IN (SELECT id FROM"
                " utility_chain_link WHERE company_id = {company});"
                " DELETE FROM utility_chain_link WHERE company_id = {company};"
                " UPDATE res_company SET utility_chain_number = 0, utility_chain_hash = NULL"
                " WHERE id = {company};"
                " UPDATE utility_charge SET amount = amount + 1 WHERE id = {charge}"
            )
            self.env.invalidate_all()
            for month in ("2026-01", "2026-02"):
                self.links._seal_period(self.runs[month].period_id)
            self.assertFalse(self.verify(), "the forger made a journal without a fault")
            self.assertTrue(self.links._compare_export(self.company, text))
            savepoint.rollback()

    def test_reopened_month_is_sealed_again(self):
        """Z17, R03: reopening stands in the journal with its reason; the new closing counts."""
        period = self.february.period_id
        period.action_reopen("A payment was forgotten")
        self.env["utility.payment"].create(
            {"account_id": self.second.id, "amount": 10, "date": "2026-02-27"}
        )
        self.assertFalse(self.verify())
        period.action_close()
        self.assertFalse(self.verify())
        notes = self.links.search([("kind", "=", "reopening")]).mapped("note")
        self.assertIn("A payment was forgotten", notes)

    def test_reversed_run(self):
        """Z17: mirrored rows of a reversal are sealed with the month; nothing looks forged."""
        run = self.charged("2026-03")
        run.action_drop()
        self.runs["2026-03"]._transition(state="documents")
        self.runs["2026-03"].action_reverse()
        self.period.action_close()
        self.assertFalse(self.verify())

    def test_nobody_writes_the_journal(self):
        """Z17: not even the administrator, neither links nor digests."""
        user = new_test_user(
            self.env,
            "journal_admin",
            "utility_base.group_administrator",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        link = self.links.browse(self.names["link"]).with_user(user)
        with self.assertRaises(AccessError):
            link.write({"note": "x"})
        with self.assertRaises(AccessError):
            link.unlink()
        with self.assertRaises(UserError):
            link.sudo().unlink()
        self.assertEqual(link.action_verify()["params"]["type"], "success")

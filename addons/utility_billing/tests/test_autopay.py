from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..models.payment_order_texts import reasons
from ..models.utility_payment_provider import Answer
from .autopay_common import AutopayCommon


@tagged("post_install", "-at_install")
class TestAutopay(AutopayCommon):
    """X11: automatic payments by a provider: planned, announced, taken once, failing with words."""

    def test_each_new_bill(self):
        """X11: announced the day before, taken on its day, once however often the night comes."""
        self.approved("2026-03")
        made = self.schedule()
        self.night("2026-04-01")
        self.assertEqual(self.states(made), [("announced", 1000, "", "2026-04-02")])
        self.assertIn("1000.00", made.message_ids[0].body)
        for _night in range(2):
            self.night("2026-04-02")
        self.assertEqual(self.states(made), [("paid", 1000, "", "2026-04-02")])
        self.assertEqual((self.double.calls, self.balance()), ([made.order_ids.number], 0))
        payment = made.order_ids.payment_id
        self.assertEqual((payment.amount, payment.source), (1000, "online"))
        self.assertEqual(payment.external_id, made.order_ids.number)
        self.approved("2026-04")
        self.night("2026-05-01")
        self.assertEqual(len(made.order_ids), 2)

    def test_instalments(self):
        """X11, X16: what an agreement lets wait is not taken: the new bill and the part due are."""
        self.approved("2026-03")
        self.agreement()
        made = self.schedule(date="2026-05-01")
        self.approved("2026-04")
        self.approved("2026-05")
        self.night("2026-06-01")
        # April and May, and 250 of the 1000 of March
        self.assertEqual(made.order_ids.amount, 2250)
        self.pay(2250, "2026-06-01")
        self.night("2026-06-02")
        self.assertEqual(made.order_ids.state, "skipped")

    def test_old_bills_are_not_taken(self):
        """X11: a bill of a month before the mandate is not paid by it."""
        self.approved("2026-03")
        made = self.schedule(date="2026-04-01")
        self.night("2026-04-02")
        self.assertFalse(made.order_ids)

    def test_paid_meanwhile(self):
        """X11: what was paid by hand before the day is not taken again; a part makes it smaller."""
        self.approved("2026-03")
        made = self.schedule()
        other = self.account("2", ["intercom"])
        self.approved("2026-04")
        second = self.schedule(other)
        self.night("2026-05-01")
        self.pay(2000, "2026-05-01")
        self.env["utility.payment"].create(
            {"account_id": other.id, "amount": 400, "date": "2026-05-01"}
        )
        self.night("2026-05-02")
        self.assertEqual(self.states(made)[0][::2], ("skipped", "nothing"))
        self.assertEqual(self.states(second)[0][:2], ("paid", 600))

    def test_day_of_the_month(self):
        """X11: a fixed sum on its day needs no bill and comes once a month."""
        made = self.schedule(when="day", day=10, amount_rule="fixed", amount=300)
        for day in ("2026-03-08", "2026-03-09", "2026-03-10", "2026-03-11", "2026-04-09"):
            self.night(day)
        self.assertEqual(
            self.states(made),
            [("paid", 300, "", "2026-03-10"), ("announced", 300, "", "2026-04-10")],
        )
        self.assertEqual(self.balance(), -300)

    def test_limits(self):
        """X11: a bill above the limit is not paid and the payer is told; or paid up to it."""
        self.approved("2026-03")
        made = self.schedule(limit=900)
        self.night("2026-04-01")
        self.assertEqual(self.states(made)[0][:3], ("failed", 0, "limit"))
        self.assertIn("above the limit", made.message_ids[0].body)
        self.assertEqual(made.failures, 1)
        made.action_cancel()
        part = self.schedule(limit=900, amount_rule="part")
        self.night("2026-04-01")
        self.night("2026-04-02")
        self.assertEqual(self.states(part)[0][:2], ("paid", 900))

    def test_no_bill(self):
        """X11: without a bill on the chosen day the payment is left out, with its reason."""
        made = self.schedule(when="day", day=10)
        self.night("2026-03-09")
        self.assertEqual(self.states(made)[0][::2], ("skipped", "no_bill"))

    def test_tried_again(self):
        """X11: without money it is tried again, as an order of its own, and breaks in the end."""
        self.approved("2026-03")
        self.double.answers["1"] = Answer("refused", "no_money")
        made = self.schedule()
        for day in ("2026-04-01", "2026-04-02", "2026-04-03", "2026-04-04", "2026-04-06"):
            self.night(day)
        self.assertEqual(
            self.states(made),
            [("failed", 1000, "no_money", f"2026-04-0{day}") for day in (2, 4, 6)],
        )
        self.assertEqual(len(set(made.order_ids.mapped("number"))), 3)
        self.assertEqual((made.state, made.failures), ("broken", 3))
        self.assertTrue(made.activity_ids)
        self.assertEqual(self.balance(), 1000)

    def test_a_success_forgives(self):
        """X11: failures count in a row."""
        self.approved("2026-03")
        self.double.answers["1"] = Answer("refused", "no_money")
        made = self.schedule()
        self.night("2026-04-01")
        self.night("2026-04-02")
        self.assertEqual(made.failures, 1)
        self.double.answers = {}
        self.night("2026-04-04")
        self.assertEqual((made.failures, self.balance()), (0, 0))

    def test_withdrawn(self):
        """X11: a mandate that was withdrawn ends the schedule at once."""
        self.approved("2026-03")
        self.double.answers["1"] = Answer("refused", "withdrawn")
        made = self.schedule()
        self.night("2026-04-01")
        self.night("2026-04-02")
        self.assertEqual((made.state, len(made.order_ids)), ("broken", 1))

    def test_silence(self):
        """X11: no answer is no failure to try again; a late answer pays once."""
        self.approved("2026-03")
        self.double.answers["1"] = Answer("unknown")
        made = self.schedule()
        self.night("2026-04-01")
        self.night("2026-04-02")
        order = made.order_ids
        self.assertEqual(order.state, "sent")
        order._transition(sent_at="2026-04-02 10:00:00")
        self.night("2026-04-08")
        self.assertEqual(self.states(made)[0][::2], ("failed", "silent"))
        for _answer in range(2):
            order._answer("accepted", reference="B7")
        self.assertEqual((order.state, order.reference, self.balance()), ("paid", "B7", 0))
        self.assertEqual(
            self.env["utility.payment"].search_count([("external_id", "=", order.number)]), 1
        )
        order._answer("refused", "refused")
        self.assertEqual(order.state, "paid", "a person looks at it")
        self.assertTrue(made.activity_ids)

    def test_one_failure_stops_no_other(self):
        """X11: an error of the provider on one order leaves it waiting, the others go on."""
        other = self.account("2", ["intercom"])
        self.approved("2026-03")
        first, second = self.schedule(), self.schedule(other)
        self.double.answers["1"] = ValueError("line is dead")
        self.night("2026-04-01")
        with self.assertLogs("odoo.addons.utility_billing", "ERROR"):
            self.night("2026-04-02")
        self.assertEqual((first.order_ids.state, second.order_ids.state), ("announced", "paid"))

    def test_ends(self):
        """X11: by its last day; what waits is left out."""
        self.approved("2026-03")
        made = self.schedule(date_to="2026-04-01")
        self.night("2026-04-01")
        self.night("2026-04-02")
        self.assertEqual((made.state, self.states(made)[0][::2]), ("ended", ("skipped", "ended")))
        self.assertFalse(self.double.calls)

    def test_every_reason_has_its_message(self):
        """X11: no reason without words of its own, in each language that is installed."""
        texts = [text for _name, text in reasons(self.env).values()]
        self.assertEqual(len(set(texts)), len(texts))
        codes = {
            code for code, _name in self.orders._fields["reason"]._description_selection(self.env)
        }
        self.assertEqual(codes, set(reasons(self.env)))

    def test_terms(self):
        """X11: nonsense and numbers of cards are refused; terms stay once in force."""
        for values in ({"day": 31}, {"amount_rule": "fixed"}, {"amount_rule": "part"},
                       {"mandate": "4111 1111 1111 1111"}, {"date_to": "2026-02-01"}):  # fmt: skip
            with self.subTest(values), self.assertRaises(ValidationError):
                self.schedule(force=False, **values)
        with self.assertRaisesRegex(UserError, "mandate"):
            self.schedule(mandate=False)
        made = self.schedule(account=self.account("2", []))
        with self.assertRaisesRegex(UserError, "keeps its terms"):
            made.with_user(self.user("billing")).write({"limit": 5})

    def test_roles(self):
        """X11, R01: billing and debt make schedules; nobody writes an order by hand."""
        self.approved("2026-03")
        made = self.schedule()
        self.night("2026-04-01")
        for role, allowed in (("billing", True), ("debt", True), ("operator", False),
                              ("cashier", False)):  # fmt: skip
            user = self.user(role)
            order = made.order_ids.with_user(user)
            with self.subTest(role):
                self.assertTrue(order.read(["amount"]))
                with self.assertRaises(UserError):
                    order.write({"amount": 1})
                if not allowed:
                    with self.assertRaises(AccessError):
                        order.action_skip()
                    with self.assertRaises(AccessError):
                        made.with_user(user).action_cancel()
        made.order_ids.with_user(self.user_of("debt")).action_skip()
        self.assertEqual(made.order_ids.state, "skipped")

    def user_of(self, role):
        return self.env["res.users"].search([("login", "=", f"agreement_{role}")])

    def test_paper(self):
        """X11, A22: the mandate in each language."""
        for values in ({"limit": 50}, {"amount_rule": "fixed", "amount": 5, "when": "day"}):
            made = self.schedule(**values)
            for lang in ("ru", "uk", "kk", "en"):
                template = self.env["utility.document.template"]._find(
                    "payment_schedule", lang, self.company
                )
                pdf = template._render(made._document_data(lang), lang)
                self.assertTrue(pdf.startswith(b"%PDF"))
            made.action_cancel()

from odoo.orm.model_classes import add_to_registry

from ..models.utility_payment_provider import Answer, UtilityPaymentProvider
from .agreement_common import AgreementCommon


class PaymentProviderDouble(UtilityPaymentProvider):
    """A bank in memory: answers as told, takes money once a number."""

    _name = "utility.payment.provider.double"
    _inherit = "utility.payment.provider"
    _description = "Double of a provider"
    _provider_name = "Double"
    _module = "utility_billing"
    answers = {}
    taken = {}
    calls = []

    def _charge(self, order):
        self.calls.append(order.number)
        answer = self.answers.get(order.account_id.number, Answer("accepted", reference="B1"))
        if isinstance(answer, Exception):
            raise answer
        if answer.state == "accepted":
            self.taken.setdefault(order.number, order.amount)
        return answer


class AutopayCommon(AgreementCommon):
    """Accounts of 1000 a month that pay by the double of a provider, or by the bank's file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        name = PaymentProviderDouble._name
        add_to_registry(cls.registry, PaymentProviderDouble)
        cls.registry._setup_models__(cls.env.cr, [name])

        def forget():
            del cls.registry[name]
            base = cls.registry["utility.payment.provider"]
            base._inherit_children.discard(name)
            cls.registry._setup_models__(cls.env.cr, ["utility.payment.provider"])

        cls.addClassCleanup(forget)
        cls.env = cls.env(context=dict(cls.env.context, queue_job__no_delay=True))
        cls.double = PaymentProviderDouble
        cls.orders = cls.env["utility.payment.order"]

    def setUp(self):
        super().setUp()
        self.double.answers = {}
        self.double.taken = {}
        self.double.calls = []

    def schedule(self, account=None, force=True, **values):
        made = self.env["utility.payment.schedule"].create(
            {
                "account_id": (account or self.debtor).id,
                "date": "2026-03-01",
                "provider": "utility.payment.provider.double",
                "mandate": "M-1",
                **values,
            }
        )
        if force:
            self.today("2026-03-01", made.action_activate)
        return made

    def night(self, day):
        self.today(day, self.orders._cron_night)
        self.orders.invalidate_model()

    def states(self, schedule):
        return [
            (order.state, order.amount, order.reason or "", str(order.date))
            for order in schedule.order_ids.sorted("id")
        ]

    def balance(self, account=None):
        self.env.flush_all()
        account = account or self.debtor
        return float(account._balances().get(account.id, 0))

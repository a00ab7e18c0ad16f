import json
import re
from urllib.parse import urlencode

from odoo.tests import HttpCase

from .money_common import MoneyCommon

MOMENT = "20251104123105"


class OnlineCommon(MoneyCommon, HttpCase):
    """A company with an agent that calls; requests go over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.new_agent("qiwi", "osmp")

    @classmethod
    def new_agent(cls, code, protocol, **values):
        return cls.env["utility.payment.agent"].create(
            {"name": code.upper(), "code": code, "protocol": protocol, "tz": "Europe/Moscow"}
            | values
        )

    def ask(self, agent=None, data=None, headers=None, **params):
        """The body of the answer to a call."""
        self.env.flush_all()
        agent = agent or self.agent
        url = f"/utility/online/{agent.token}"
        if params:
            url += "?" + urlencode(params)
        response = self.url_open(url, data=data, headers=headers)
        self.assertEqual(response.status_code, 200)
        self.env.invalidate_all()
        return response.content

    def osmp(self, command, txn_id="1", account=None, amount="10.45", **params):
        """``(result code, bytes)`` of an OSMP call."""
        params |= {
            "command": command,
            "txn_id": txn_id,
            "account": account if account is not None else self.account.number,
            "sum": amount,
        }
        if command == "pay":
            params.setdefault("txn_date", MOMENT)
        answer = self.ask(**params)
        return int(re.search(rb"<result>(\d+)</result>", answer)[1]), answer

    def kaspi(self, agent, command, txn_id="1", account=None, amount="10.45"):
        params = {"command": command, "txn_id": txn_id, "sum": amount, "txn_date": MOMENT}
        params["account"] = account if account is not None else self.account.number
        return json.loads(self.ask(agent, **params))

    def payments(self):
        return self.env["utility.payment"].search([("source", "=", "online")])

import logging
import random
import time

from psycopg2 import IntegrityError, OperationalError

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.http import Controller, request, route
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..gateway.online import HttpCall, Outcome
from ..gateway.online_protocols import protocols

_logger = logging.getLogger(__name__)
PATIENCE = 20  # seconds that a call may wait for others of the same account; partners wait 60
MAX_BODY = 65536


class OnlineController(Controller):
    """Calls of payment agents. Whatever goes wrong, the answer is in the agent's protocol."""

    @route(
        "/utility/online/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
        readonly=False,
    )
    def call(self, token, **params):
        # superuser: the caller proves itself to be an agent by its own credentials below, and can do
        # nothing but check, pay, cancel and ask
        env = request.env(user=SUPERUSER_ID)
        agent = env["utility.payment.agent"].search(
            [("token", "=", token), ("protocol", "!=", False)], limit=1
        )
        if not agent:
            raise request.not_found()
        company = agent.company_id
        lang = company.partner_id.lang or env.user.lang
        agent = agent.with_context(allowed_company_ids=company.ids, lang=lang, tz=agent.tz)
        started = time.monotonic()
        http = HttpCall(
            params={name: text for name, text in params.items() if isinstance(text, str)},
            body=_body(),
        )
        call = protocols[agent.protocol].parse(http)
        answer, code, payment = _answer(agent, call, http, started)
        agent.env["utility.online.call"]._note(
            agent,
            call,
            _shown(http),
            answer.decode(),
            code,
            payment,
            request.httprequest.remote_addr,
            round((time.monotonic() - started) * 1000),
        )
        headers = [("Content-Type", protocols[agent.protocol].CONTENT_TYPE)]
        return request.make_response(answer, headers=headers)


def _body():
    if (request.httprequest.content_length or 0) > MAX_BODY:
        return b""
    return request.httprequest.get_data()


def _shown(http):
    """The request as the journal keeps it."""
    if http.body:
        return http.body.decode("utf-8", "replace").replace("\x00", "")
    return "&".join(f"{name}={text}" for name, text in http.params.items()).replace("\x00", "")


def _answer(agent, call, http, started):
    """``(bytes, code, payment)`` of a call; repeated when others were at the same rows."""
    login = request.httprequest.authorization
    if not agent._admits(
        request.httprequest.remote_addr,
        login.username if login and login.type == "basic" else "",
        login.password if login and login.type == "basic" else "",
        # a form was read by the framework: only the address and a bare body can be signed
        None if request.httprequest.form else request.httprequest.query_string + http.body,
        request.httprequest.headers.get("X-Signature"),
    ):
        return agent._online_answer(call, Outcome(code="denied")), "denied", None
    if agent._online_too_many():
        return agent._online_answer(call, Outcome(code="temporary")), "temporary", None
    while True:
        try:
            result = agent._online_handle(call)
            agent.env.cr.flush()
            return result
        except (IntegrityError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, OperationalError) as error:
            _begin_again(agent)
            if time.monotonic() - started > PATIENCE:
                _logger.warning("on-line call of %s gave up: %s", agent.code, error)
                break
            time.sleep(random.uniform(0.01, 0.2))
        except UserError as error:
            _begin_again(agent)
            _logger.warning("on-line call of %s: %s", agent.code, error)
            break
        except Exception:
            # the partner must hear "repeat later", never a page of an error
            _begin_again(agent)
            _logger.exception("on-line call of %s", agent.code)
            break
    return agent._online_answer(call, Outcome(code="temporary")), "temporary", None


def _begin_again(agent):
    """Forget what the call did; the next try sees what others have written meanwhile."""
    agent.env.cr.rollback()
    agent.env.transaction.reset()
    agent.env.registry.reset_changes()

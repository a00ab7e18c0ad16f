"""Many people at their screens at once: a real server, a session each, every answer looked at."""

import http.client
import json
import multiprocessing
import secrets
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tools.odoo_env import open_env
from tools.server import Server

GROUPS = 4  # processes that the people come from


class Person(threading.Thread):
    """One session: logs in, then makes its calls one after another.

    times: ``[(screen, seconds)]``; errors: what went wrong, as text.
    """

    def __init__(self, port, login, calls):
        super().__init__()
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.login = login
        self.calls = calls
        self.cookie = ""
        self.times, self.errors = [], []

    def run(self):
        try:
            self._post("/web/session/authenticate", self.login)
            for screen, model, method, args, kwargs in self.calls:
                start = time.monotonic()
                self._post(
                    f"/web/dataset/call_kw/{model}/{method}",
                    {"model": model, "method": method, "args": args, "kwargs": kwargs},
                )
                self.times.append((screen, time.monotonic() - start))
        except Exception as error:
            self.errors.append(repr(error))
        finally:
            self.connection.close()

    def _post(self, path, params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        headers = {"Content-Type": "application/json", "Cookie": self.cookie}
        self.connection.request("POST", path, body, headers)
        answer = self.connection.getresponse()
        data = json.loads(answer.read())
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith("session_id="):
                self.cookie = value.split(";")[0]
        if "error" in data:
            raise RuntimeError(data["error"]["data"]["message"])


def _group(port, login, calls):
    """Some of the people: (seconds of their calls, errors)."""
    people = [Person(port, login, own) for own in calls]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return (
        [spent for person in people for _screen, spent in person.times],
        [error for person in people for error in person.errors],
    )


def meet(database, users, calls_of, workers=4):
    """``users`` people at once on a server of their own.

    :param calls_of: function (env of the login, number of the person) -> list of (screen, model,
        method, args, kwargs)
    :return: ``{seconds, calls, errors, p95_ms, calls_per_second}``
    """
    word, password = f"crowd_{secrets.token_hex(4)}", secrets.token_urlsafe(16)
    login = {"db": database, "login": word, "password": password}
    with open_env(database) as env:
        user = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": "Crowd",
                    "login": word,
                    "password": password,
                    "group_ids": env.ref("utility_base.group_operator").ids,
                }
            )
        )
        env.cr.commit()
        calls = [calls_of(env(user=user), number) for number in range(users)]
    with Server(database, workers=workers) as server:
        # the workers build their registries before the clock starts
        _group(server.port, login, calls[:1])
        # in processes of their own, away from the splitter of connections in this one
        context = multiprocessing.get_context("fork")
        start = time.monotonic()
        with ProcessPoolExecutor(GROUPS, mp_context=context) as pool:
            meet_at = partial(_group, server.port, login)
            found = list(pool.map(meet_at, [calls[part::GROUPS] for part in range(GROUPS)]))
        seconds = time.monotonic() - start
    times = sorted(spent for own, _errors in found for spent in own)
    errors = [error for _times, own in found for error in own]
    return {
        "users": users,
        "calls": len(times),
        "errors": errors,
        "seconds": round(seconds, 1),
        "calls_per_second": round(len(times) / seconds, 1),
        "p95_ms": round(1000 * times[max(-(-len(times) * 95 // 100) - 1, 0)], 1) if times else None,
    }

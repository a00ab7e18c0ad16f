"""Many people at their screens at once: a real server, a session each, every answer looked at."""

import http.client
import json
import secrets
import threading
import time

from tools.odoo_env import open_env
from tools.server import Server

LOGIN = "bench_crowd"


class Person(threading.Thread):
    """One session: logs in, then makes its calls one after another.

    times: ``[(screen, seconds)]``; errors: what went wrong, as text.
    """

    def __init__(self, server, database, password, calls):
        super().__init__()
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self.login = {"db": database, "login": LOGIN, "password": password}
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


def meet(database, users, calls_of, workers=4):
    """``users`` people at once on a server of their own.

    :param calls_of: function (env of the login, number of the person) -> list of (screen, model,
        method, args, kwargs)
    :return: ``{seconds, calls, errors, p95_ms, calls_per_second}``
    """
    password = secrets.token_urlsafe(16)
    with open_env(database) as env:
        user = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": "Crowd",
                    "login": LOGIN,
                    "password": password,
                    "group_ids": env.ref("utility_base.group_operator").ids,
                }
            )
        )
        env.cr.commit()
        calls = [calls_of(env(user=user), number) for number in range(users)]
    with Server(database, workers=workers) as server:
        first = Person(server, database, password, calls[0])
        first.run()  # the workers build their registries before the clock starts
        people = [Person(server, database, password, own) for own in calls]
        start = time.monotonic()
        for person in people:
            person.start()
        for person in people:
            person.join()
        seconds = time.monotonic() - start
    times = sorted(spent for person in people for _screen, spent in person.times)
    errors = [error for person in [first, *people] for error in person.errors]
    return {
        "users": users,
        "calls": len(times),
        "errors": errors,
        "seconds": round(seconds, 1),
        "calls_per_second": round(len(times) / seconds, 1),
        "p95_ms": round(1000 * times[max(-(-len(times) * 95 // 100) - 1, 0)], 1) if times else None,
    }

"""Fiscal providers and a terminal bridge on this machine, speaking the real protocols.

They keep what they registered, so that a test sees every double receipt or charge. ``faults`` is a
list of what befalls the next calls: ``refuse`` (cut before it is taken), ``lost`` (taken, the
answer is cut), ``500``, ``text`` (no JSON), ``token`` (the token is not valid any more), ``slow``.
"""

import json
import threading
import time
import uuid
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Double:
    """State that a server answers from; subclasses know a protocol."""

    def __init__(self):
        self.faults, self.calls = [], []
        self.lock = threading.Lock()

    def handle(self, method, path, headers, body):
        """``(status, answer)`` of a call."""
        raise NotImplementedError


class AtolDouble(Double):
    """``/possystem/v4|v5``: documents by external id, done after ``waits`` reports."""

    def __init__(self):
        super().__init__()
        self.documents, self.token, self.waits, self.outcome = {}, "t1", 1, "done"

    def handle(self, method, path, headers, body):
        name = path.rsplit("/", 1)[-1]
        if name == "getToken":
            if body.get("pass") != "secret":
                return 401, {"error": {"code": 12, "text": "Неверный логин или пароль"}}
            return 200, {"error": None, "token": self.token, "timestamp": "x"}
        if headers.get("Token") != self.token:
            return 401, {"error": {"code": 11, "text": "Срок действия токена истек"}}
        if "/report/" in path:
            return self.report(name)
        return self.take(name, body)

    def take(self, operation, body):
        number = body["external_id"]
        known = self.documents.get(number)
        if known:
            error = {"code": 33, "text": "external_id уже существует"}
            return 200, {"uuid": known["uuid"], "status": "wait", "error": error}
        total = sum(round(item["sum"] * 100) for item in body["receipt"]["items"])
        paid = sum(round(part["sum"] * 100) for part in body["receipt"]["payments"])
        if not total == paid == round(body["receipt"]["total"] * 100):
            return 400, {"error": {"code": 32, "text": "Ошибка валидации", "type": "system"}}
        document = {"uuid": str(uuid.uuid4()), "operation": operation, "asked": 0, "body": body}
        self.documents[number] = document
        return 200, {"uuid": document["uuid"], "status": "wait", "error": None}

    def report(self, number):
        found = [d for d in self.documents.values() if d["uuid"] == number]
        if not found:
            return 200, {"uuid": number, "error": {"code": 34, "text": "Состояние не найдено"}}
        found[0]["asked"] += 1
        if found[0]["asked"] <= self.waits:
            return 200, {"uuid": number, "status": "wait", "error": None}
        if self.outcome == "fail":
            error = {"error_id": "e", "code": -3804, "text": "Смена превысила 24 часа"}
            return 200, {"uuid": number, "status": "fail", "error": error, "payload": None}
        payload = {"fiscal_document_number": 133, "fn_number": "9999078900003780"}
        payload |= {"fiscal_document_attribute": 3449555941, "shift_number": 1}
        return 200, {"uuid": number, "status": "done", "error": None, "payload": payload}


class WebkassaDouble(Double):
    def __init__(self):
        super().__init__()
        self.tickets, self.token, self.old_shift, self.z_reports = {}, "w1", False, 0

    def handle(self, method, path, headers, body):
        name = path.rsplit("/", 1)[-1]
        if headers.get("X-API-KEY") != "key":
            return 200, {"Errors": [{"Code": 1, "Text": "Неверный ключ"}]}
        if name == "Authorize":
            return 200, {"Data": {"Token": self.token}}
        if body.get("Token") != self.token:
            return 200, {"Errors": [{"Code": 2, "Text": "Срок действия сессии истек"}]}
        return getattr(self, name)(body)

    def Check(self, body):
        number = body["ExternalCheckNumber"]
        if number in self.tickets:
            return 200, {"Errors": [{"Code": 14, "Text": "Чек с таким номером существует"}]}
        if self.old_shift:
            return 200, {"Errors": [{"Code": 11, "Text": "Смена больше 24 часов"}]}
        total = sum(round(position["Price"] * 100) for position in body["Positions"])
        if total != sum(round(payment["Sum"] * 100) for payment in body["Payments"]):
            return 200, {"Errors": [{"Code": 9, "Text": "Сумма оплат не равна сумме чека"}]}
        data = {"CheckNumber": str(1000 + len(self.tickets)), "DateTime": "10.03.2026 12:00:00"}
        data |= {"TicketUrl": "https://ticket", "Cashbox": {"RegistrationNumber": "R1"}}
        self.tickets[number] = {"data": data, "body": body}
        return 200, {"Data": data}

    def GetTicketByExternalCheckNumber(self, body):
        return 200, {"Data": self.tickets[body["ExternalCheckNumber"]]["data"]}

    def ZReport(self, _body):
        self.old_shift = False
        self.z_reports += 1
        return 200, {"Data": {"ReportNumber": self.z_reports}}

    def XReport(self, _body):
        return 200, {"Data": {"ReportNumber": 0}}


class BridgeDouble(Double):
    """A terminal: one charge an id, whatever is asked."""

    def __init__(self):
        super().__init__()
        self.operations, self.outcome, self.charged = {}, "approved", 0

    def handle(self, method, path, headers, body):
        number, operation = body["id"], body["op"]
        if operation == "status":
            return 200, self.operations.get(number, {"state": "absent"})
        if number not in self.operations:
            if operation == "pay" and self.outcome == "approved":
                self.charged += body["amount"]
            if operation == "cancel" and self.outcome == "approved":
                self.charged -= body["amount"]
            self.operations[number] = {
                "state": self.outcome,
                "rrn": f"{len(self.operations):012}",
                "card": "**** 1234",
                "slip": "SLIP",
                "text": "" if self.outcome == "approved" else "Not enough money",
            }
        return 200, self.operations[number]


@contextmanager
def served(double):
    """Address of a server that answers from ``double``."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args):
            """No log: tests read the calls of the double."""

        def serve(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"null") or {}
            with double.lock:
                fault = double.faults.pop(0) if double.faults else ""
                double.calls.append((self.path, body))
                if fault == "refuse":
                    return self.cut()
                if fault == "token":
                    double.token += "x"
                status, answer = double.handle(self.command, self.path, self.headers, body)
            if fault == "lost":
                return self.cut()
            if fault == "slow":
                time.sleep(0.5)
            content = json.dumps(answer).encode()
            if fault == "500":
                status = 500
            elif fault == "text":
                content = b"<html>Bad gateway</html>"
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def cut(self):
            self.close_connection = True

        do_GET = do_POST = serve

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

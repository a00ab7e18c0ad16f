"""Messages to programs that want to know of payments: signed bytes sent to addresses that are allowed.

The signature is that of common services: ``X-Utility-Signature: t=<unix time>,v1=<hex>``, where the
digits are HMAC-SHA256 of ``<unix time>.<body>``; a receiver refuses old times and so replays.
"""

import hashlib
import hmac
import json
from urllib.parse import urlsplit

import requests

TIMEOUT = 10  # seconds
MOST_ANSWER = 500  # characters of an answer worth keeping


def body_of(payload):
    """Canonical bytes of a payload: sorted keys, no spaces, UTF-8.

    >>> body_of({"b": "ж", "a": 1}).decode()
    '{"a":1,"b":"ж"}'
    """
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signature(secret, moment, body):
    """Header that proves who sent ``body`` and when.

    >>> signature("s", 1, b"{}")[:12]
    't=1,v1=b2536'
    """
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def is_allowed(url, hosts):
    """Whether messages may go to ``url``.

    :param hosts: host names (https on the usual port), or whole origins for anything else

    >>> hosts = ["bank.example", "http://127.0.0.1:8070"]
    >>> [is_allowed(url, hosts) for url in ("https://bank.example/pay", "http://bank.example/pay",
    ...  "https://bank.example:8443/", "http://127.0.0.1:8070/x", "http://127.0.0.1:8071/x")]
    [True, False, False, True, False]
    >>> is_allowed("https://bank.example@evil.example/", hosts)
    False
    """
    try:
        parts = urlsplit(url or "")
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or parts.username is not None or not parts.hostname:
        return False
    origin = f"{parts.scheme}://{parts.hostname}" + (f":{port}" if port else "")
    return any(origin in (host, f"https://{host}") for host in hosts)


def send(url, body, headers):
    """``(status, text)`` of the answer; status 0 and what happened where there is none.

    Redirects are answers, never followed: they would leave the allowed addresses.
    """
    try:
        answer = requests.post(
            url,
            data=body,
            headers={"Content-Type": "application/json", **headers},
            timeout=TIMEOUT,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        return 0, f"{type(error).__name__}: {error}"[:MOST_ANSWER]
    return answer.status_code, answer.text[:MOST_ANSWER]

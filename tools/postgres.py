"""The database server: an existing one named by the environment, or the private cluster."""

import os
import pwd
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from . import cluster
from .report import Problem


@dataclass(frozen=True)
class Connection:
    """How to reach a server. An empty host means the default socket of libpq."""

    host: str
    port: int
    user: str
    password: str = ""
    sslmode: str = ""

    def environ(self) -> dict[str, str]:
        """Variables of libpq, for psql, pg_dump and their like."""
        values = {
            "PGHOST": self.host,
            "PGPORT": str(self.port),
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            "PGSSLMODE": self.sslmode,
        }
        return {key: value for key, value in values.items() if value}


def external() -> Connection | None:
    """The server named by ``DATABASE_URL`` or ``PGHOST``, if any."""
    url = os.environ.get("DATABASE_URL")
    if url:
        parts = urlsplit(url)
        if parts.scheme not in ("postgres", "postgresql"):
            raise Problem(
                f"DATABASE_URL has the scheme {parts.scheme!r}.",
                "Write postgresql://user:password@host:port",
            )
        query = parse_qs(parts.query)
        user = unquote(parts.username or "") or own_name()
        host = parts.hostname or query.get("host", [""])[0]
        sslmode = query.get("sslmode", [""])[0]
        return refuse_postgres(
            Connection(host, parts.port or 5432, user, unquote(parts.password or ""), sslmode)
        )
    if os.environ.get("PGHOST"):
        env = os.environ.get
        port = int(env("PGPORT") or 5432)
        user = env("PGUSER") or own_name()
        return refuse_postgres(
            Connection(env("PGHOST"), port, user, env("PGPASSWORD", ""), env("PGSSLMODE", ""))
        )
    return None


def own_name() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name


def refuse_postgres(connection: Connection) -> Connection:
    if connection.user == "postgres":
        raise Problem(
            "Odoo refuses to work as the database role 'postgres'.",
            "Create another one: createuser --createdb odoo, and name it in PGUSER/DATABASE_URL.",
        )
    return connection


def connection() -> Connection:
    """The server to use; raises when the private cluster is not running."""
    named = external()
    if named:
        return named
    running = cluster.postmaster()
    if not running:
        raise Problem("The database server is not running.", "Start it: ./utility setup")
    return Connection("127.0.0.1", running[1], cluster.ROLE, cluster.read_password())


def ensure() -> Connection:
    """The server named by the environment, or the private one, running."""
    if not external():
        cluster.ensure()
    return connection()

"""Databases with their filestores: create, copy, drop; install and update addons in them.

Runs inside the project's Python environment.
"""

import hashlib
import json
import os
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg2
from psycopg2 import sql

from . import config, postgres, settings
from .report import Problem, step, tail

# Content of every addon at its last installation or update, kept in the database itself.
PARAMETER = "utility.tools.addons"
# The server waits five seconds each time until nobody is connected to the template.
COPY_TRIES = 12


def connect(database: str = "template1"):
    """A plain connection in autocommit mode, to be closed by the caller."""
    link = postgres.connection()
    optional = {"password": link.password, "host": link.host, "sslmode": link.sslmode}
    try:
        connection = psycopg2.connect(
            dbname=database,
            port=link.port,
            user=link.user,
            **{key: value for key, value in optional.items() if value},
        )
    except psycopg2.OperationalError as error:
        raise Problem(f"The database can't be reached: {error}", "See ./utility doctor.") from error
    connection.autocommit = True
    return connection


def query(statement, parameters=(), database: str = "template1") -> list[tuple]:
    """Run one statement; its rows, or an empty list when it returns none."""
    with closing(connect(database)) as connection, connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def sessions() -> int:
    """Number of other clients of the server."""
    return query(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )[0][0]


def exists(name: str) -> bool:
    return bool(query("SELECT 1 FROM pg_database WHERE datname = %s", [name]))


def names(prefix: str = "") -> list[str]:
    rows = query(
        "SELECT datname FROM pg_database WHERE NOT datistemplate AND starts_with(datname, %s)"
        " ORDER BY datname",
        [prefix],
    )
    return [row[0] for row in rows]


def filestore(name: str, data_dir: Path | None = None) -> Path:
    return (data_dir or settings.DATA_DIR) / "filestore" / name


def drop(name: str, data_dir: Path | None = None) -> None:
    """Drop the database, whoever is connected, and its files. Missing ones are fine."""
    query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    query(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
    shutil.rmtree(filestore(name, data_dir), ignore_errors=True)


def copy(template: str, name: str, data_dir: Path | None = None) -> None:
    """A full copy of a database nobody is connected to; its files are shared as hard links.

    Odoo names files by their content and never changes one, so a link is as good as a copy.
    """
    drop(name, data_dir)
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    statement = statement.format(sql.Identifier(name), sql.Identifier(template))
    for left in reversed(range(COPY_TRIES)):
        try:
            query(statement)
            break
        except psycopg2.errors.ObjectInUse:  # autovacuum looks after the template just now
            if not left:
                raise
    source = filestore(template, data_dir)
    if source.exists():
        shutil.copytree(source, filestore(name, data_dir), copy_function=os.link)


def rename(old: str, new: str, data_dir: Path | None = None) -> None:
    drop(new, data_dir)
    query(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
    )
    if filestore(old, data_dir).exists():
        filestore(old, data_dir).rename(filestore(new, data_dir))


def odoo_command(command: str, *arguments, conf: Path | None = None) -> list[str]:
    """The command line of Odoo with the project's configuration.

    ``command`` may have two words: ``module uninstall``.
    """
    start = (settings.PYTHON, settings.odoo_launcher(), *command.split())
    return [str(part) for part in (*start, "-c", conf or settings.CONF, *arguments)]


def odoo_environ() -> dict[str, str]:
    """The environment of an Odoo process: nothing of libpq that would compete with the file."""
    drop_keys = {"PGPASSWORD", "PGUSER", "PGDATABASE", "PGSERVICE", "PYTHONPATH"}
    environ = {key: value for key, value in os.environ.items() if key not in drop_keys}
    # The runner of queued jobs calls the server over HTTP; no proxy may stand between.
    hosts = [environ.get("NO_PROXY") or environ.get("no_proxy") or "", "127.0.0.1", "localhost"]
    environ["NO_PROXY"] = environ["no_proxy"] = ",".join(filter(None, hosts))
    return environ


def content_hash(addon: str) -> str:
    """Changes with every file of the addon that an update would load."""
    digest = hashlib.sha256()
    top = settings.ADDONS / addon
    # Of a stock module there is nothing here: its version is that of Odoo.
    for path in sorted(top.rglob("*")):
        relative = path.relative_to(top)
        if path.suffix in (".pyc", ".md") or relative.parts[0] in ("tests", "readme"):
            continue
        if path.is_file():
            digest.update(str(relative).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def has_odoo(name: str) -> bool:
    return bool(query("SELECT to_regclass('ir_config_parameter')", database=name)[0][0])


def get_parameter(name: str, key: str) -> str:
    """A system parameter of a database, empty when it is not set."""
    statement = "SELECT value FROM ir_config_parameter WHERE key = %s"
    rows = query(statement, [key], database=name)
    return rows[0][0] if rows else ""


def set_parameter(name: str, key: str, value: str) -> None:
    # By SQL: Odoo need not be loaded for it, and no server runs on the database yet.
    query(
        "INSERT INTO ir_config_parameter (key, value, create_uid, write_uid, create_date,"
        " write_date) VALUES (%s, %s, 1, 1, now() at time zone 'UTC', now() at time zone 'UTC')"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [key, value],
        database=name,
    )


def recorded(name: str) -> dict[str, str]:
    """Addon contents of the last update of a database; empty when nothing is installed."""
    if not exists(name) or not has_odoo(name):
        return {}
    return json.loads(get_parameter(name, PARAMETER) or "{}")


def install(name: str, addons: list[str], options: tuple = (), log: str = "install") -> bool:
    """Bring ``addons`` of a database to the state of the files; create it when missing.

    New ones are installed, changed ones updated, unchanged ones left alone. True when there was
    anything to do. Raises with the end of the log when Odoo reports an error.
    """
    before = recorded(name)
    now = {addon: content_hash(addon) for addon in addons}
    fresh = [addon for addon in addons if addon not in before]
    changed = [addon for addon, value in now.items() if before.get(addon, value) != value]
    if not fresh and not changed and exists(name):
        return False
    arguments = ["server", "-d", name, "--stop-after-init", "--workers", "0"]
    arguments += ["--max-cron-threads", "0", "--no-http", *options]
    arguments += ["-i", ",".join(fresh or ["base"])]
    if changed:
        arguments += ["-u", ",".join(changed)]
    what = ", ".join(fresh + changed) or "base"
    with step(f"installing into the database {name}: {what}"):
        run_odoo(arguments, log)
    set_parameter(name, PARAMETER, json.dumps({**before, **now}, sort_keys=True))
    return True


def run_odoo(arguments: list[str], log: str) -> str:
    """Run Odoo to its end; its log. Raises when it fails or logs an error.

    ``arguments`` are those of ``odoo_command``, ``log`` is the name of the log file.
    """
    settings.LOGS.mkdir(parents=True, exist_ok=True)
    path = settings.LOGS / f"{log}.log"
    with open(path, "wb") as file:
        done = subprocess.run(
            odoo_command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            env=odoo_environ(),
            check=False,
        )
    text = path.read_text(encoding="utf-8", errors="replace")
    errors = [line for line in text.splitlines() if " ERROR " in line or " CRITICAL " in line]
    if done.returncode or errors:
        raise Problem(f"Odoo failed:\n{tail(text, 25)}", f"The whole log: {path}")
    return text


def prepare() -> None:
    """Write the configuration that every Odoo process here reads."""
    config.write()

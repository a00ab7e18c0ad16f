"""The state of every part: what is there, what is missing, what to do about it."""

import shutil
import sys

from . import cluster, odoo_package, postgres, python_env, server, settings, system
from .report import Problem, say


def checks():
    """(part, state, remedy) of every part; an empty remedy means that it is well."""
    name = system.release().get("PRETTY_NAME", "unknown system")
    fits = system.is_debian() or settings.odoo_home()
    yield "system", name, "" if fits else "not Debian: set ODOO_HOME to a checkout of Odoo 19.0"
    yield "user", "root" if system.is_root() else postgres.own_name(), ""
    yield "python", f"{sys.version.split()[0]} ({python_env.base_python()})", ""
    free = system.free_gigabytes(settings.ROOT)
    yield "disk", f"{free:.0f} GB free", "" if free > 8 else "make room: 8 GB are needed"
    odoo = odoo_package.version()
    yield "odoo", odoo or "missing", "" if odoo else "./utility setup"
    ready = python_env.is_ready()
    state = "ready" if ready else "outdated" if settings.PYTHON.exists() else "missing"
    yield "packages", f"{state} ({settings.VENV})", "" if ready else "./utility setup"
    yield database()
    browser = system.chromium()
    remedy = "" if browser else "apt-get install chromium (browser tests fail without it)"
    yield "chromium", browser or "missing", remedy
    npm = shutil.which("npm")
    yield "npm", npm or "missing (only ./utility lint uses it)", ""
    state = server.running()
    yield "server", f"{state['url']} ({state['database']})" if state else "not running", ""
    missing = system.wanted(browser=True)
    if missing:
        order = f"apt-get install --no-install-recommends {' '.join(missing)}"
        yield "apt", f"missing: {', '.join(missing)}", f"as root: {order}"
    yield "cache", str(settings.cache()), ""


def database() -> tuple[str, str, str]:
    try:
        named = postgres.external()
        if named:
            return "database", f"{named.user}@{named.host}:{named.port} (environment)", ""
        running = cluster.postmaster()
        if running:
            return "database", f"running on 127.0.0.1:{running[1]}", ""
        if (cluster.DATA / "PG_VERSION").exists():
            return "database", "stopped", ""
        if system.postgres_folder():
            return "database", "not created yet", "./utility setup"
        return "database", "no PostgreSQL server here", "apt-get install postgresql"
    except Problem as problem:
        return "database", problem.what, problem.remedy


def run() -> int:
    """Print the list; 1 when something needs attention."""
    bad = 0
    for part, state, remedy in checks():
        say(f"{'!!' if remedy else 'ok'}  {part:10} {state}")
        if remedy:
            say(f"    {'':10} -> {remedy}")
            bad += 1
    say("Everything is in place." if not bad else f"{bad} to attend to.")
    return 1 if bad else 0

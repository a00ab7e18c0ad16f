"""Bring the machine to where Odoo can run: packages, Odoo, Python, database server."""

from . import odoo_package, postgres, python_env, settings, system


def ensure(browser: bool = False) -> None:
    """Set up whatever is missing; a moment when nothing is. ``browser``: Chromium too."""
    system.ensure_packages(browser)
    with system.lock("setup"):
        odoo_package.ensure()
        python_env.ensure()
    postgres.ensure()
    settings.LOGS.mkdir(parents=True, exist_ok=True)

"""The effective configuration of Odoo: the template ``odoo.conf`` plus what this machine adds."""

import configparser
import secrets
from pathlib import Path

from . import postgres, settings


def write(path: Path | None = None, data_dir: Path | None = None, **options) -> Path:
    """Write the effective configuration to ``path`` (``.local/odoo.conf``) and return it.

    ``options`` go over the template; the file is readable by its owner only, as it holds the
    password of the database.
    """
    path = path or settings.CONF
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(settings.CONF_TEMPLATE, encoding="utf-8")
    connection = postgres.connection()
    values = {
        "addons_path": settings.ADDONS,
        "data_dir": data_dir or settings.DATA_DIR,
        "db_host": connection.host,
        "db_port": connection.port,
        "db_user": connection.user,
        "db_password": connection.password,
        "db_sslmode": connection.sslmode,
        "admin_passwd": secrets.token_urlsafe(18),
        **options,
    }
    for key, value in values.items():
        if str(value):
            parser["options"][key] = str(value)
    lines = []
    for section in parser.sections():
        lines.append(f"[{section}]")
        lines += [f"{key} = {value}" for key, value in parser[section].items()]
        lines.append("")
    settings.write_private(path, "\n".join(lines))
    return path

"""Template databases for tests: built once for a state of the files, copied in seconds.

``full`` has every addon of the project, ``empty`` has Odoo's base and web alone, others have
stock modules that an addon depends on.
"""

import hashlib
import json

from tools import databases, odoo_package, settings, system

PREFIX = f"{settings.DATABASE_PREFIX}test_"
KEPT = f"{PREFIX}template_"
FULL = f"{KEPT}full"
EMPTY = f"{KEPT}empty"
# What a template was built from, kept in the template itself.
PARAMETER = "utility.tools.template"


def fingerprint(addons: list[str]) -> str:
    """Changes with Odoo, the Python packages and every file of the addons but their tests."""
    digest = hashlib.sha256(str(odoo_package.version()).encode())
    for path in settings.REQUIREMENTS:
        digest.update(path.read_bytes())
    digest.update(json.dumps({name: databases.content_hash(name) for name in addons}).encode())
    return digest.hexdigest()


def ensure(name: str, fresh: bool = False) -> str:
    """Build the template unless the one at hand fits; its name."""
    return build(name, settings.addons() if name == FULL else [], fresh)


def ensure_stock(word: str, modules: list[str]) -> str:
    """A template with modules that are not of this project; its name."""
    with system.lock(f"template-{word}"):
        return build(f"{KEPT}{word}", modules)


def build(name: str, addons: list[str], fresh: bool = False) -> str:
    wanted = fingerprint(addons)
    if not fresh and databases.exists(name) and databases.has_odoo(name):
        if databases.get_parameter(name, PARAMETER) == wanted:
            return name
    databases.drop(name)
    databases.install(name, addons, options=("--without-demo",), log=name)
    databases.set_parameter(name, PARAMETER, wanted)
    return name


def drop_copies() -> None:
    """Remove what an earlier run left behind when it was killed."""
    for name in databases.names(PREFIX):
        if not name.startswith(KEPT):
            databases.drop(name)

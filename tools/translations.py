"""Translation templates and their merging into the translations of every addon.

Runs inside the project's Python environment.
"""

from pathlib import Path

import polib

from . import databases, settings
from .report import Problem, say

LANGUAGES = ("ru", "uk", "kk")


def folder(addon: str) -> Path:
    return settings.ADDONS / addon / "i18n"


def export(database: str, addon: str, path: Path) -> polib.POFile:
    """The template of an addon as Odoo exports it from a database where it is installed."""
    databases.run_odoo(
        ["i18n export", "-d", database, "-l", "pot", "-o", str(path), addon], f"i18n-{addon}"
    )
    if not path.exists():
        raise Problem(f"{addon} was not exported from {database}.", "Is it installed there?")
    return polib.pofile(str(path))


def update(database: str, addons: list[str]) -> None:
    """Write ``i18n/ADDON.pot`` and bring the translations of each language up to it.

    New terms come empty, changed ones marked as fuzzy, vanished ones are dropped.
    """
    for addon in addons:
        folder(addon).mkdir(exist_ok=True)
        template = export(database, addon, folder(addon) / f"{addon}.pot")
        for language in LANGUAGES:
            path = folder(addon) / f"{language}.po"
            translation = polib.pofile(str(path)) if path.exists() else new(template, language)
            translation.merge(template)
            for entry in translation.obsolete_entries():
                translation.remove(entry)
            translation.save(str(path))
            say(f"{path.relative_to(settings.ROOT)}: {translation.percent_translated()} %")


def new(template: polib.POFile, language: str) -> polib.POFile:
    translation = polib.POFile()
    translation.metadata = {**template.metadata, "Language": language}
    return translation

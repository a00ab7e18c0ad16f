"""Every text that a user sees is translated into each language of the suite."""

import re
import tempfile
import unittest
from pathlib import Path

import polib

from tests.common import new_name
from tools import databases, settings, translations
from tools.testing import template

PLACEHOLDER = re.compile(r"%\(\w+\)[sdrf]|%[sd]|\{\{.*?\}\}|\$\{\w+\}")


class TestTranslations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = new_name("translations")
        databases.copy(template.FULL, cls.database)
        cls.addClassCleanup(databases.drop, cls.database)
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.templates = {
            addon: translations.export(cls.database, addon, Path(folder.name) / f"{addon}.pot")
            for addon in settings.addons()
        }

    def check_language(self, language):
        for addon, exported in self.templates.items():
            with self.subTest(addon):
                path = translations.folder(addon) / f"{language}.po"
                self.assertTrue(path.exists(), f"{path} is missing: ./utility i18n makes it")
                translated = {
                    entry.msgid: entry.msgstr
                    for entry in polib.pofile(str(path))
                    if entry.msgstr and not entry.fuzzy and not entry.obsolete
                }
                missing = [e.msgid for e in exported if e.msgid not in translated]
                self.assertEqual(missing[:20], [], f"{len(missing)} texts are not translated")
                wrong = [
                    msgid
                    for msgid in translated
                    if sorted(PLACEHOLDER.findall(msgid))
                    != sorted(PLACEHOLDER.findall(translated[msgid]))
                ]
                self.assertEqual(wrong, [], "placeholders differ from the source")

    def test_russian(self):
        self.check_language("ru")

    def test_ukrainian(self):
        self.check_language("uk")

    def test_kazakh(self):
        self.check_language("kk")

    def test_templates_are_current(self):
        for addon, exported in self.templates.items():
            with self.subTest(addon):
                path = translations.folder(addon) / f"{addon}.pot"
                self.assertTrue(path.exists(), f"{path} is missing: ./utility i18n makes it")
                kept = {entry.msgid for entry in polib.pofile(str(path))}
                self.assertEqual({entry.msgid for entry in exported} ^ kept, set())

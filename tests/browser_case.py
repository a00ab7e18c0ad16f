"""What tests in a real browser begin with."""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.common import ServerCase

CHROMIUM = "/usr/bin/chromium"


class BrowserCase(ServerCase):
    """A server of its own and a page in Chromium.

    ``pictures`` is the folder for pictures (``UTILITY_PICTURES``, else a temporary one), ``errors``
    collects the errors of scripts on the page.
    """

    def setUp(self):
        super().setUp()
        folder = os.environ.get("UTILITY_PICTURES") or tempfile.mkdtemp()
        self.pictures = Path(folder)
        self.pictures.mkdir(parents=True, exist_ok=True)
        play = sync_playwright().start()
        self.addCleanup(play.stop)
        browser = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        self.addCleanup(browser.close)
        self.context = browser.new_context(viewport={"width": 1366, "height": 850})
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def sign_in(self, login, password):
        self.page.goto(f"{self.url}/web/login")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", password)
        self.page.click("button[type=submit]")
        self.page.wait_for_selector(".o_main_navbar")

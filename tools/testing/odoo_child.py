"""Odoo with its tests recorded: ``python odoo_child.py RECORD [-k TEXT] -- arguments of odoo``.

Runs inside the project's Python environment, in a process of its own.
"""

import sys
import traceback
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])

import odoo.cli  # noqa: E402

from tools import settings  # noqa: E402
from tools.testing import record  # noqa: E402


def follow(recorder: record.Recorder) -> None:
    """Make Odoo's own result object report to the recorder as well."""
    from odoo.tests.result import OdooTestResult  # noqa: PLC0415

    def after(name: str, report) -> None:
        original = getattr(OdooTestResult, name)

        def method(self, *args):
            answer = original(self, *args)
            report(self, *args)
            return answer

        setattr(OdooTestResult, name, method)

    def failed(result, test, err):
        # Odoo repeats a failing test when it is told to; only the last run counts.
        if not result._soft_fail:
            text = "".join(traceback.format_exception(*err))
            recorder.note(record.FAILED, text, test.id())

    after("startTest", lambda _result, test: recorder.start(test.id()))
    after("stopTest", lambda _result, _test: recorder.stop())
    after("addError", failed)
    after("addFailure", failed)
    after("addSkip", lambda _r, test, reason: recorder.note(record.SKIPPED, reason, test.id()))


def skip_printing() -> None:
    """Skip tests of stock addons that print by wkhtmltopdf where it is missing.

    Debian has given that program up, and the suite does without it.
    """
    from odoo.tests.result import OdooTestResult  # noqa: PLC0415

    original = OdooTestResult.addError

    def add_error(self, test, err):
        ours = any(f"odoo.addons.{addon}." in test.id() for addon in settings.addons())
        if "Unable to find Wkhtmltopdf" in str(err[1]) and not ours:
            self.addSkip(test, "there is no wkhtmltopdf here")
        else:
            original(self, test, err)

    OdooTestResult.addError = add_error


def run_all_at_the_end() -> None:
    """Run tests that ask for ``at_install`` after loading, with the others.

    The database has the columns of all addons; in the middle of loading, those of addons that
    come later have no Python behind them, and a required one can't be filled.
    """
    from odoo.tests import loader  # noqa: PLC0415
    from odoo.tests.suite import OdooSuite  # noqa: PLC0415

    original = loader.make_suite

    def make_suite(module_names, position="at_install"):
        if position == "at_install":
            return OdooSuite([])
        both = [*original(module_names, "at_install"), *original(module_names, "post_install")]
        return OdooSuite(sorted(both, key=lambda test: getattr(test, "test_sequence", 0)))

    loader.make_suite = make_suite


def choose(text: str) -> None:
    """Leave only tests whose name contains ``text``."""
    from odoo.tests.tag_selector import TagsSelector  # noqa: PLC0415

    original = TagsSelector.check

    def check(self, test):
        return original(self, test) and text.lower() in test.id().lower()

    TagsSelector.check = check


def main() -> None:
    split = sys.argv.index("--")
    own, arguments = sys.argv[1:split], sys.argv[split + 1 :]
    follow(record.Recorder(Path(own[0])))
    skip_printing()
    run_all_at_the_end()
    if "-k" in own:
        choose(own[own.index("-k") + 1])
    sys.argv = ["odoo", *arguments]
    odoo.cli.main()


main()

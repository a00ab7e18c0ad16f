"""Time and memory limits of the layout."""

import os
import time

from odoo.tests import BaseCase

from ..gateway import typst_pool
from ..gateway.typst_document import DocumentError, render

ENDLESS = "#for a in range(100000) { for b in range(100000) { for c in range(100000) { } } }"


class TestTypstLimits(BaseCase):
    def test_endless_template_is_stopped(self):
        """H10: a template with deep loops is stopped at its limit; the next document is printed."""
        start = time.monotonic()
        with self.assertRaisesRegex(DocumentError, "1 seconds") as caught:
            render(ENDLESS, {}, seconds=1)
        self.assertTrue(caught.exception.timeout)
        self.assertLess(time.monotonic() - start, 10)
        self.assertTrue(render("next", {}).startswith(b"%PDF"))

    def test_worker_that_went_away_is_replaced(self):
        """H01: a worker stopped from outside costs nobody a document."""
        render("first", {})
        worker = typst_pool.POOL._idle[-1]
        worker._process.kill()
        worker._process.wait()
        self.assertTrue(render("second", {}).startswith(b"%PDF"))
        self.assertNotIn(worker, typst_pool.POOL._idle)

    def test_grown_worker_is_replaced(self):
        """U09: the layout cache goes with its worker."""
        render("first", {})
        worker = typst_pool.POOL._idle[-1]
        self.patch(typst_pool, "RETIRE", 1)
        render("second", {})
        self.assertNotIn(worker, typst_pool.POOL._idle)
        self.assertIsNotNone(worker._process.poll())

    def test_forked_process_has_workers_of_its_own(self):
        """H01: a forked server process does not talk over the pipes of its parent."""
        render("first", {})
        child = os.fork()
        if not child:
            os._exit(0 if not typst_pool.POOL._idle and render("child", {}) else 1)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        self.assertTrue(render("parent", {}).startswith(b"%PDF"))

    def test_libraries(self):
        """X45: a template uses the libraries given with it, and those have no more rights."""
        files = {"lib.typ": "#let hello(name) = [Hello #name]"}
        self.assertTrue(render('#import "/lib.typ": hello\n#hello("x")', {}, files=files))
        with self.assertRaisesRegex(DocumentError, "not available"):
            render("x", {}, files={"lib.typ": '#import "@preview/a:0.1.0"'})
        with self.assertRaises(ValueError):
            render("x", {}, files={"../lib.typ": ""})

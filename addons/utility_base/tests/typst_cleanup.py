"""Typesetter workers end with the test class that used them: Odoo warns of processes left over."""

from odoo.tests import BaseCase

from ..gateway.typst_pool import POOL

_set_up = BaseCase.setUpClass.__func__


def _set_up_class(cls):
    _set_up(cls)
    cls.addClassCleanup(POOL.close)


BaseCase.setUpClass = classmethod(_set_up_class)

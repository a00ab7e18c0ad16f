"""Tests of the pure engine and of its scenarios, without Odoo: ``./utility test pure``."""

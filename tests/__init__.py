"""Tests of what crosses addons: installation, translations, remote clients, whole months.

Run by ``./utility test root`` or ``./utility test tests/test_NAME.py``; they are plain unittest
and reach Odoo from outside, by its command line or through a real server (``common``).
"""

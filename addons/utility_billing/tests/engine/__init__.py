"""Tests of the pure engine; they run without Odoo (``python -m unittest`` from this folder's parent)."""

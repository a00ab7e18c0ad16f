"""Rules without a database: plain values in, plain values out. Nothing of Odoo is imported here."""

"""What stands behind ``./utility``: one module a subject, the standard library only.

Modules that run before the Python environment exists (settings, report, system, odoo_package,
python_env, postgres, setup, doctor, cli) import nothing else. Those that run inside it
(databases, odoo_env, server, testing) may import psycopg2 and Odoo.
"""

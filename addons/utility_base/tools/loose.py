"""References of bulk tables, without foreign keys."""

from odoo import fields
from odoo.tools import SQL


class LooseMany2one(fields.Many2one):
    """A many2one whose column has no foreign key.

    PostgreSQL looks up the target of each key of each row written, about 3.4 µs; in tables that
    take a hundred thousand rows at once that is most of the time. Who deletes targets refuses
    those still referred to; what is left of others reads as empty.
    """

    def update_db_foreign_key(self, model, column):
        """None is wanted."""


def drop_keys(cr, table, columns):
    """Drop the foreign keys of single ``columns`` that earlier versions made; for upgrades."""
    cr.execute(
        """
        SELECT k.conname FROM pg_constraint k
          JOIN pg_attribute c ON c.attrelid = k.conrelid AND k.conkey = ARRAY[c.attnum]
         WHERE k.contype = 'f' AND k.conrelid = to_regclass(%s) AND c.attname = ANY(%s)
        """,
        [table, list(columns)],
    )
    names = [name for (name,) in cr.fetchall()]
    for name in names:
        cr.execute(
            SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(name))
        )
    cr.execute("DELETE FROM ir_model_constraint WHERE name = ANY(%s)", [names])


def drop_indexes(cr, names):
    """Drop indexes that fields or models of earlier versions declared; for upgrades."""
    for name in names:
        cr.execute(SQL("DROP INDEX IF EXISTS %s", SQL.identifier(name)))

from odoo import models
from odoo.tools import sql

from ..tools.history import FUNCTION, LOG_COLUMNS, watch_edits, watch_links


class UtilityHistoryMixin(models.AbstractModel):
    """Facts that charges rest on: the database keeps what was known of them before each edit (Z03).

    - ``_history_columns``: columns whose change is kept; empty: all but those of the log.
    - ``_history_links``: names of many2many fields that are kept too.
    """

    _name = "utility.history.mixin"
    _description = "Keeps what was known before"

    _history_columns = ()
    _history_links = ()

    # whoever looks for what was touched lately reads the blocks written lately, not the table;
    # block ranges cost mass inserts nothing, and a range is summed up as soon as it is full
    _touched_idx = models.Index(
        "USING brin (write_date, create_date) WITH (pages_per_range = 32, autosummarize = on)"
    )

    def init(self):
        super().init()
        self.env.cr.execute(FUNCTION)
        if self._abstract or not sql.table_exists(self.env.cr, self._table):
            return
        columns = list(sql.table_columns(self.env.cr, self._table))
        kept = self._history_columns or [name for name in columns if name not in LOG_COLUMNS]
        watch_edits(self.env.cr, self._table, [name for name in kept if name in columns])
        for name in self._history_links:
            watch_links(self.env.cr, self._fields[name].relation)

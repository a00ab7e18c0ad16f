from odoo import api, models


class UtilityExchange(models.AbstractModel):
    """What the open exchange file holds beyond the register; addons that keep it override this.

    ``part`` is ``saldo``, ``accruals`` or ``payments``. For each that an addon takes it overrides

    - ``_takes(part)``: True;
    - ``_load_<part>(work, notes)``: write [(row, account Ref, object of the file)] with
      ``work.create(model, [(row, vals)])``, so that the journal of the import knows; a second load
      of the same file must change nothing. For ``saldo`` the object is the account of the file;
    - ``_dump_<part>(accounts)``: for ``saldo`` ``{account id: (amount, first day of its month)}``,
      for the others objects of ``gateway.exchange_model`` of all ``accounts``; their
      ``accounts_id`` is ``_number(account)``.
    """

    _name = "utility.exchange"
    _description = "Open exchange file"

    @api.model
    def _takes(self, part):
        """Whether an installed addon keeps ``part``."""
        return False

    @api.model
    def _load_saldo(self, work, notes):
        """Opening balances; a debt is positive."""

    @api.model
    def _load_accruals(self, work, notes):
        """Charges."""

    @api.model
    def _load_payments(self, work, notes):
        """Payments."""

    @api.model
    def _dump_saldo(self, accounts):
        return {}

    @api.model
    def _dump_accruals(self, accounts):
        return ()

    @api.model
    def _dump_payments(self, accounts):
        return ()

    @api.model
    def _number(self, record):
        """Id of a record in the file: that of the program it came from, else its own."""
        return record.external_id or f"{record._name}:{record.id}"

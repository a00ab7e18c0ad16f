"""Pure arithmetic of the cash desk: no Odoo, Decimals only."""

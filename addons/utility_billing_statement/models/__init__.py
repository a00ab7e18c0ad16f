from . import account_bank_statement_line
from . import account_bank_statement_invoice
from . import utility_payment_registry
from . import utility_transit_item

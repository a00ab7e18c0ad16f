from . import account_bank_statement_line
from . import utility_payment_registry

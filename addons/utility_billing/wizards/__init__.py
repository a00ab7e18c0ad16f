from . import utility_ledger_check
from . import utility_payment_assign
from . import utility_statement

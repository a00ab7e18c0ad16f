from . import test_client_bank
from . import test_statement_match
from . import test_statement_invoices

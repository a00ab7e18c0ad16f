from . import (
    utility_accrual,
    utility_bill_hold,
    utility_ledger_check,
    utility_payment_assign,
    utility_statement,
)

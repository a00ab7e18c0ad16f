from . import utility_accrual
from . import utility_bill_hold
from . import utility_formula_test
from . import utility_value_change
from . import utility_norm_apply
from . import utility_bill_trial
from . import utility_ledger_check, utility_payment_assign, utility_statement
from . import utility_act_cancel
from . import utility_bill_print
from . import utility_subsidy_credit
from . import utility_posting_undo
from . import utility_reconciliation
from . import utility_closing_sign
from . import utility_turnover_sheet
from . import utility_turnover_sheet_line
from . import utility_purpose_test
from . import utility_vat_book_print
from . import utility_payment_correct

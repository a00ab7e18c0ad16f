from . import (
    utility_cash_open,
    utility_cash_close,
    utility_cash_move,
    utility_cash_sign_off,
    utility_cash_permit,
    utility_cash_book,
    utility_payment_correct,
)

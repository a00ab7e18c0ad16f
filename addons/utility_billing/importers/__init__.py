from . import messages, opening_balance

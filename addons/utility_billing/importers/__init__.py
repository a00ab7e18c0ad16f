from . import messages, opening_balance, shadow_charge

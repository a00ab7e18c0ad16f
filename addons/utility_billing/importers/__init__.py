from . import messages, norms, opening_balance, shadow_charge, tariffs

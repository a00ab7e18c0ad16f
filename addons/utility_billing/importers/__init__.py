from . import messages, norms, opening_balance, shadow_charge, social_answer, subsidy, tariffs

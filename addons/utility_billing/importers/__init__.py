from . import messages, opening_balance, shadow_charge
from . import messages, norms, opening_balance, tariffs

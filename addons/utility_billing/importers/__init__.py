from . import (
    centre_statement,
    messages,
    norms,
    opening_balance,
    shadow_charge,
    social_answer,
    subsidy,
    tariffs,
)

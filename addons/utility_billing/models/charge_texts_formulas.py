"""The formulas of explanations in words of the reader's language."""


def formula_words(env, key, formula):
    """The formula of a trace in words; one that is not listed as the engine writes it."""
    return {
        "meter": env._("reading − previous reading − charged before without readings"),
        "average": env._("sum of the months / number of months"),
        "norm": env._("persons or area × norm × days / days of the month"),
        "base": env._("area, persons or units × days / days of the month"),
        "sum": env._("sum of the volumes of other services"),
        "flat": env._("volume of the flat × persons / persons of the flat"),
        "heating": env._("own part + area × rest of the house / area of the house"),
        "common": env._(
            "(house volume − volumes of the accounts + carried) × area / area of the house"
        ),
        "common_norm": env._(
            "norm × common area × area / area of the house × days / days of the month"
        ),
        "containers": env._("volume taken away × own share / all shares"),
        "formula": env._("formula of the service"),
        "uplift": env._("volume × price × (coefficient − 1)"),
        "outage": env._("charge × hours beyond the allowed × percent"),
        "planned_outage": env._("charge × days without supply / days"),
        "quality": env._("charge × deviation × percent × hours"),
        "not_rendered": env._("charge × days without the service / days of the month"),
        "missed_pickup": env._("charge × full days × percent"),
        "absence": env._("charge × days of absent persons / days of all persons"),
        "privilege": env._("percent × charge × entitled share × share kept after reductions"),
        "tampering": env._("capacity or norm × days"),
        "instalment": env._("sum put off × rate / 100 × days / days of the year"),
        "annual": env._("real fee of the year − charged for the year"),
        "correction": env._("should be − was charged"),
    }.get(key, formula)

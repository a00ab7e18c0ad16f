"""What the codes of rule parameters mean, in the reader's language."""


def parameter_names(env):
    """Code: (name, help) of every parameter that the rules read; helps may be empty."""
    return {
        **_periods(env),
        **_volumes(env),
        **_absence(env),
        **_outages(env),
        **_quality(env),
        **_people(env),
        **_penalties(env),
        **_acts(env),
        **_agreements(env),
        **_grounds(env),
    }


def _periods(env):
    return {
        "bill_day": (
            env._("Bill: day of the month"),
            env._("The last day to bring bills, a day of the next month."),
        ),
        "due_day": (
            env._("Payment: due day of the month"),
            env._("The last day to pay without delay, a day of the next month."),
        ),
        "vat_rate": (env._("VAT, percent"), ""),
        "rounding_policy": (
            env._("Rounding of sums"),
            env._(
                "line_net_first: the sum without VAT is rounded, then the VAT. gross_unrounded: "
                "the price with VAT is not rounded before it is multiplied."
            ),
        ),
        "range_border_days": (
            env._("Price ranges: days proportioned at a change"),
            "",
        ),
        "allocation_order": (
            env._("Payments: order of debts"),
            env._("Kinds of debt from the first to the last, e.g. costs, principal, penalty."),
        ),
        "limitation_months": (
            env._("Payments: months until a debt is time-barred"),
            "",
        ),
        "holidays": (
            env._("Public holidays"),
            env._("Days like 2026-01-01, separated by commas."),
        ),
        "workdays": (
            env._("Working days moved to weekends"),
            env._("Days like 2026-11-01, separated by commas."),
        ),
    }


def _volumes(env):
    return {
        "uplift_coefficient": (
            env._("Uplift without a meter: coefficient"),
            env._("The norm is multiplied by it where a meter is possible and there is none."),
        ),
        "uplift_components": (
            env._("Uplift without a meter: price components"),
            env._("all, or the code of the component that alone is raised."),
        ),
        "average_months_max": (env._("Average: months counted at most"), ""),
        "average_months_min": (env._("Average: months counted at least"), ""),
        "average_limit_periods": (
            env._("Average: months charged by it at most"),
            env._("Then the norm is charged until a reading comes."),
        ),
        "tampering_multiplier": (
            env._("Unauthorised consumption: multiple of the norm"),
            "",
        ),
        "tampering_max_months": (
            env._("Unauthorised consumption: months back at most"),
            "",
        ),
    }


def _absence(env):
    return {
        "absence_min_full_days": (
            env._("Absence: full days that do not count yet"),
            env._("A longer absence lowers the charge."),
        ),
        "absence_application_days": (
            env._("Absence: days to apply after the return"),
            "",
        ),
        "absence_services": (
            env._("Absence: services that it lowers"),
            env._("Codes of services separated by commas; without this parameter all."),
        ),
        "absence_excluded": (
            env._("Absence: services that it never lowers"),
            env._("Codes of services separated by commas."),
        ),
    }


def _outages(env):
    return {
        "allowed_hours_month": (env._("Outage: hours allowed a month"), ""),
        "allowed_hours_once": (env._("Outage: hours allowed at once"), ""),
        "percent_per_hour": (env._("Outage: percent off for an hour beyond"), ""),
        "percent_per_24h": (env._("Waste not taken away: percent off for a day late"), ""),
    }


def _quality(env):
    return {
        "percent_per_degree": (env._("Quality: percent off for a degree"), ""),
        "quality_percent_hour": (env._("Quality: percent off for an hour"), ""),
        "quality_cold_limit": (
            env._("Quality: hot water is paid as cold below, °C"),
            "",
        ),
        "quality_step": (env._("Quality: degrees of one step"), ""),
        "quality_tolerance_day": (env._("Quality: degrees tolerated by day"), ""),
        "quality_tolerance_night": (env._("Quality: degrees tolerated at night"), ""),
        "quality_pressure_limit": (
            env._("Quality: deviation of pressure that is not paid, percent"),
            "",
        ),
        "quality_pressure_percent_hour": (
            env._("Quality: percent off for an hour of wrong pressure"),
            "",
        ),
        "quality_voltage_percent_hour": (
            env._("Quality: percent off for an hour of wrong voltage"),
            "",
        ),
    }


def _people(env):
    return {
        "area_norm_person": (env._("Area standard: m2 a person"), ""),
        "area_norm_household": (env._("Area standard: m2 more for a household"), ""),
        "living_minimum": (
            env._("Living minimum a person"),
            env._("Of the region, where it sets its own: fill the region in."),
        ),
        "subsidy_method": (
            env._("Subsidy: method"),
            env._(
                "standard_a_person: standard cost a person and a largest share of the income. "
                "income_share: a share that grows with the income."
            ),
        ),
        "subsidy_months": (env._("Subsidy: months granted at once"), ""),
        "subsidy_max_share": (env._("Subsidy: largest share of the income, percent"), ""),
        "subsidy_base_share": (env._("Subsidy: base share of the income, percent"), ""),
        "subsidy_base_ratio": (env._("Subsidy: base ratio of income and living minimum"), ""),
        "privilege_subsidy_exclusive_months": (
            env._("Privilege or subsidy: months of the choice"),
            env._("Numbers of months separated by commas in which only one of them is given."),
        ),
    }


def _penalties(env):
    return {
        "key_rate": (env._("Key rate, percent a year"), ""),
        "penalty_rate_cap": (env._("Penalty: key rate at most, percent"), ""),
        "penalty_free_days": (env._("Penalty: days without it"), ""),
        "penalty_divisors": (
            env._("Penalty: shares of the key rate by day"),
            env._("31:300,91:130 is 1/300 of the rate from day 31 and 1/130 from day 91."),
        ),
        "penalty_percent_day": (env._("Penalty: percent a day"), ""),
        "penalty_cap_share": (
            env._("Penalty: at most this share of the debt, percent"),
            "",
        ),
        "penalty_pauses": (
            env._("Penalty: pauses of the law"),
            env._("Spans like 2022-03-05..2023-12-29, separated by commas."),
        ),
        "interest_percent_year": (env._("Interest on debt, percent a year"), ""),
    }


def _acts(env):
    return {
        "act_visit_hours": (env._("Claims: hours to come after the call"), ""),
        "act_answer_days": (env._("Claims: working days to answer"), ""),
        "act_witnesses_min": (
            env._("Acts: signatures of witnesses at least"),
            env._("Where one of the two sides did not sign."),
        ),
    }


def _agreements(env):
    return {
        "agreement_break_days": (
            env._("Agreements on debts: days of delay that break them"),
            env._("More days than these; 0: not by days. Each agreement may have its own."),
        ),
        "agreement_break_missed": (
            env._("Agreements on debts: late payments that break them"),
            env._("So many at once; 0: not by their number. Each agreement may have its own."),
        ),
        "level_drift_percent": (
            env._("Levelled payment: drift that calls for a review, %"),
            env._(
                "How far a year may run away from its levels; 0: never. Each plan may have its own."
            ),
        ),
        "agreement_interest_margin": (
            env._("Instalments: points of interest above the key rate at most"),
            env._("Percent a year above the key rate of the day of the agreement; none: no limit."),
        ),
        "deposit_months": (
            env._("Deposits: average monthly bills asked for"),
            env._("Each deposit may have its own."),
        ),
        "deposit_pay_days": (
            env._("Deposits: days to pay them in"),
            env._("From its date, and again when a part of it was used."),
        ),
        "deposit_rate": (
            env._("Deposits: interest, % a year"),
            env._("Each deposit may have its own."),
        ),
        "deposit_use_days": (
            env._("Deposits: used for debts older than days"),
            env._("After the due day of the bill; 0: by hand. Each deposit may have its own."),
        ),
        "deposit_return_months": (
            env._("Deposits: good months before their return is proposed"),
            env._("Without anything overdue; 0: never. Each deposit may have its own."),
        ),
        "payment_order_notice_days": (
            env._("Automatic payments: days of notice"),
            env._("So many days before a payment the payer is told of it."),
        ),
        "payment_order_retry_days": (
            env._("Automatic payments: days between attempts"),
            env._("After a failure that another attempt may mend."),
        ),
        "payment_order_attempts": (
            env._("Automatic payments: attempts at a payment"),
            env._("All of them, the first included."),
        ),
        "payment_order_silent_days": (
            env._("Automatic payments: days without an answer"),
            env._("After these a payment that was sent counts as failed."),
        ),
        "payment_schedule_break": (
            env._("Automatic payments: failures in a row that break them"),
            env._("0: not by failures. Each schedule may have its own."),
        ),
    }


def _grounds(env):
    """Legal grounds named on explanations of a way of charging."""
    ways = {
        "meter": env._("by meter"),
        "average": env._("by average"),
        "norm": env._("by norm"),
        "base": env._("by area, persons or units"),
        "sum": env._("by volumes of other services"),
        "flat": env._("shared flat"),
        "heating": env._("heating of a house"),
        "common": env._("common needs by meter"),
        "common_norm": env._("common needs by norm"),
        "containers": env._("waste by containers"),
        "uplift": env._("uplift without a meter"),
        "outage": env._("outage"),
        "planned_outage": env._("planned outage"),
        "quality": env._("quality"),
        "not_rendered": env._("service not rendered"),
        "missed_pickup": env._("waste not taken away"),
        "absence": env._("absence"),
        "privilege": env._("privilege"),
        "tampering": env._("unauthorised consumption"),
        "annual": env._("yearly correction"),
        "correction": env._("recalculation"),
        "instalment": env._("interest for instalments"),
        "capacity": env._("by connected capacity"),
        "per_meter": env._("for each meter"),
        "formula": env._("by formula"),
    }
    acts = env["utility.act"]._fields["kind"]._description_selection(env)
    ways |= {f"act_{kind}": env._("act “%s”", label) for kind, label in acts}
    return {f"legal_{way}": (env._("Legal ground: %s", name), "") for way, name in ways.items()}

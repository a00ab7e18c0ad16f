def migrate(cr, version):
    """The scales of suppliers against organisations go to the archive.

    Rows that were changed by hand stay as they are.
    """
    cr.execute(
        """
        UPDATE utility_rule_parameter p
           SET active = FALSE
          FROM ir_model_data d
         WHERE d.module = 'utility_l10n_ru' AND d.model = 'utility.rule.parameter'
           AND d.res_id = p.id
           AND d.name IN ('parameter_ru_penalty_divisors_organisation',
                          'parameter_ru_penalty_free_days_organisation',
                          'parameter_ru_penalty_divisors_budget',
                          'parameter_ru_penalty_free_days_budget')
           AND p.write_date = p.create_date
        """
    )

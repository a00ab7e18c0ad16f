def migrate(cr, version):
    """2920 holds until a row says otherwise; 3209 goes to the archive until it is compared.

    Rows that were changed by hand stay as they are.
    """
    cr.execute(
        """
        UPDATE utility_rule_parameter p
           SET date_to = CASE WHEN d.name LIKE '%20240101' THEN NULL ELSE p.date_to END,
               active = d.name LIKE '%20240101'
          FROM ir_model_data d
         WHERE d.module = 'utility_l10n_ua' AND d.model = 'utility.rule.parameter'
           AND d.res_id = p.id
           AND d.name IN ('parameter_ua_living_minimum_20240101',
                          'parameter_ua_living_minimum_20260101')
           AND p.write_date = p.create_date
        """
    )

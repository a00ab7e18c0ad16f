def migrate(cr, version):
    """Parameters of countries belong to the country packs: their ids go there with them.

    The rows stay and go on holding; a pack that is installed now or later takes them over by
    these ids instead of adding them again.
    """
    cr.execute(
        """
        UPDATE ir_model_data d
           SET module = 'utility_l10n_' || split_part(d.name, '_', 2)
         WHERE d.module = 'utility_billing'
           AND d.model = 'utility.rule.parameter'
           AND split_part(d.name, '_', 1) IN ('parameter', 'legal')
           AND split_part(d.name, '_', 2) IN ('ru', 'ua', 'kz')
           AND NOT EXISTS (
               SELECT FROM ir_model_data t
                WHERE t.name = d.name AND t.module = 'utility_l10n_' || split_part(d.name, '_', 2))
        """
    )
    # what is common named the act of one country
    cr.execute(
        """
        UPDATE utility_rule_parameter p
           SET legal_reference = 'Usual rule, where the country names none'
          FROM ir_model_data d
         WHERE d.module = 'utility_billing' AND d.model = 'utility.rule.parameter'
           AND d.res_id = p.id AND starts_with(d.name, 'parameter_common_')
           AND starts_with(p.legal_reference, 'ПП 354')
        """
    )

def migrate(cr, version):
    """Corrections of companies with the Russian chart stand in the purchase book from now on."""
    cr.execute(
        "UPDATE res_company SET utility_credit_book = 'purchase' WHERE chart_template = 'ru'"
    )

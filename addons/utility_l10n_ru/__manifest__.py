{
    "name": "Utility: Russia",
    "summary": "Russia: rates and terms of the law, norms, privileges, chart of accounts, forms",
    "version": "19.0.1.0.0",
    "category": "Accounting/Localizations/Account Charts",
    "author": "Utility Suite Contributors",
    "website": "https://github.com/utility-suite/utility",
    "license": "AGPL-3",
    "countries": ["ru"],
    "depends": ["utility_billing"],
    "auto_install": ["utility_billing"],
    "data": [
        "data/rule_parameters_ru.xml",
        "data/legal_references_ru.xml",
    ],
}

{
    "name": "Utility: Kazakhstan",
    "summary": "Kazakhstan: rates and terms of the law, norms, privileges, posting, forms",
    "version": "19.0.1.0.0",
    "category": "Services/Utility",
    "author": "Utility Suite Contributors",
    "website": "https://github.com/utility-suite/utility",
    "license": "AGPL-3",
    "countries": ["kz"],
    "depends": ["utility_billing", "l10n_kz"],
    "auto_install": ["utility_billing"],
    "data": [
        "data/rule_parameters_kz.xml",
        "data/rule_parameters_base_rate_kz.xml",
        "data/legal_references_kz.xml",
        "data/acts_kz.xml",
    ],
}

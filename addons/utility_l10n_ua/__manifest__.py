{
    "name": "Utility: Ukraine",
    "summary": "Ukraine: rates and terms of the law, norms, privileges, posting, forms",
    "version": "19.0.1.0.0",
    "category": "Services/Utility",
    "author": "Utility Suite Contributors",
    "website": "https://github.com/utility-suite/utility",
    "license": "AGPL-3",
    "countries": ["ua"],
    "depends": ["utility_billing", "l10n_ua"],
    "auto_install": ["utility_billing"],
    "data": [
        "data/rule_parameters_ua.xml",
        "data/legal_references_ua.xml",
        "data/acts_ua.xml",
        "data/privilege_categories_ua.xml",
        "data/norm_samples_ua.xml",
    ],
}

{
    "name": "Utility Billing",
    "summary": "Tariffs, norms, charging, bills, payments and their posting",
    "version": "19.0.1.0.0",
    "category": "Services/Utility",
    "author": "Utility Suite Contributors",
    "website": "https://github.com/utility-suite/utility",
    "license": "AGPL-3",
    "depends": ["utility_base", "account"],
    "external_dependencies": {"python": ["typst", "zxing-cpp", "num2words"]},
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/menus.xml",
    ],
    "application": True,
}

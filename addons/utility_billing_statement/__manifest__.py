{
    "name": "Utility Billing: Bank Statements",
    "summary": "Statements in 1CClientBankExchange; transfers matched to registries and accounts",
    "version": "19.0.1.0.0",
    "category": "Services/Utility",
    "author": "Utility Suite Contributors",
    "website": "https://github.com/utility-suite/utility",
    "license": "AGPL-3",
    "depends": ["utility_billing", "account_statement_import_file", "account_reconcile_oca"],
    "auto_install": True,
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/account_bank_statement_line_views.xml",
        "views/utility_payment_registry_views.xml",
        "views/utility_transit_item_views.xml",
    ],
}

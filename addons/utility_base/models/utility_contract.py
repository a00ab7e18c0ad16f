from odoo import api, fields, models


class UtilityContract(models.Model):
    """Contract with a customer (A06, A13); an organisation has one over many accounts."""

    _name = "utility.contract"
    _description = "Contract"
    _inherit = [
        "utility.transition.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "utility.dated.mixin",
        "utility.signed.mixin",
    ]
    _rec_names_search = ["number", "partner_id.name"]
    _order = "number"
    _check_company_auto = True

    number = fields.Char(required=True, index=True, copy=False, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        check_company=True,
        tracking=True,
    )
    kind = fields.Selection(
        [("individual", "Individual"), ("organisation", "Organisation")],
        required=True,
        default="individual",
        tracking=True,
    )
    subject = fields.Selection(
        [
            ("supply", "Supply of services"),
            ("management", "Management of the house"),
            ("maintenance", "Maintenance"),
            ("waste", "Waste removal"),
            ("rent", "Rent"),
            ("other", "Other"),
        ],
        required=True,
        default="supply",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("review", "In agreement"),
            ("active", "In force"),
            ("suspended", "Suspended"),
            ("terminated", "Terminated"),
        ],
        required=True,
        default="draft",
        tracking=True,
        copy=False,
    )
    date_signed = fields.Date(tracking=True, copy=False)
    date_from = fields.Date(tracking=True)
    date_to = fields.Date(tracking=True)
    auto_renew = fields.Boolean(default=True, help="Prolonged for a year when nobody ends it.")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        tracking=True,
        help="Follows up signing, charging and payment (A21).",
    )
    customer_category_id = fields.Many2one("utility.customer.category", tracking=True)
    account_ids = fields.One2many("utility.account", "contract_id", string="Supply Points")
    account_count = fields.Integer(compute="_compute_account_count")
    amendment_ids = fields.One2many("utility.contract.amendment", "contract_id")
    term_ids = fields.One2many(
        "utility.contract.term", "contract_id", domain=[("amendment_id", "=", False)]
    )
    note = fields.Html()
    external_id = fields.Char("Number in Other Programs", index="btree_not_null", copy=False)

    _number_uniq = models.UniqueIndex(
        "(company_id, number)", "A contract with this number exists already."
    )

    @api.depends("number", "date_signed")
    def _compute_display_name(self):
        for contract in self:
            signed = contract.date_signed
            contract.display_name = (
                self.env._(
                    "No. %(number)s of %(date)s", number=contract.number, date=signed.isoformat()
                )
                if signed
                else contract.number
            )

    @api.depends("account_ids")
    def _compute_account_count(self):
        groups = dict(
            self.env["utility.account"]._read_group(
                [("contract_id", "in", self.ids)], ["contract_id"], ["__count"]
            )
        )
        for contract in self:
            contract.account_count = groups.get(contract, 0)

    def _terms_on(self, date, without=None):
        """Terms of each contract on ``date``: ``{contract: {parameter code: text}}``.

        The defaults of the directory come first, then the contract's own terms, then those of
        the amendments in force, the latest last (A07).

        :param without: amendment that is left out, to see what it changes
        """
        parameters = self.env["utility.contract.parameter"].search(
            [("company_id", "in", (False, *self.company_id.ids))]
        )
        defaults = {p.code: p.default_value for p in parameters if p.default_value}
        terms = self.env["utility.contract.term"].search(
            [("contract_id", "in", self.ids), ("date_from", "<=", date)],
            order="date_from, amendment_id NULLS FIRST, id",
        )
        result = {contract: dict(defaults) for contract in self}
        for term in terms:
            if without and term.amendment_id == without:
                continue
            if not term.date_to or term.date_to >= date:
                result[term.contract_id][term.parameter_id.code] = term.value
        return result

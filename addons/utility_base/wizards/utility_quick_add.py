from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class UtilityQuickAdd(models.TransientModel):
    """A whole house in one go: premises, accounts, payers, services and meters (A17).

    1. say which house, its layout and areas; 2. the accounts, payers, services and meters;
    3. look at the preview: counts, first rows, conflicts; nothing is written before; 4. create.
    The planning stands in ``utility_quick_add_plan``, the writing in ``utility_quick_add_write``.
    """

    _name = "utility.quick.add"
    _description = "Quick addition of a house"

    state = fields.Selection([("layout", "Layout"), ("preview", "Preview")], default="layout")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        "In Force From",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        help="Accounts, services, residents and areas begin on this day.",
    )

    # House
    target = fields.Selection(
        [("new", "New house"), ("existing", "Existing house")], default="new", required=True
    )
    building_id = fields.Many2one("utility.building", check_company=True)
    locality_id = fields.Many2one("utility.locality")
    street_id = fields.Many2one("utility.street", domain="[('locality_id', '=?', locality_id)]")
    number = fields.Char("House Number")
    block = fields.Char()
    code = fields.Char(
        "Code of the House",
        compute="_compute_code",
        store=True,
        readonly=False,
        help="Number in the utility's own books; account numbers are built from it.",
    )
    building_kind = fields.Selection(
        selection=lambda self: (
            self.env["utility.building"]._fields["kind"]._description_selection(self.env)
        ),
        default="apartment",
    )
    twin_id = fields.Many2one("utility.building", compute="_compute_twin")
    only_missing = fields.Boolean(
        "Add Only What Is Missing", help="Premises that the house has already are left as they are."
    )

    # Flats
    numbering = fields.Selection(
        [
            ("layout", "By entrances and floors"),
            ("list", "From a list of numbers"),
            ("none", "No flats"),
        ],
        default="layout",
        required=True,
    )
    entrances = fields.Integer(default=1)
    floors = fields.Integer(default=1)
    per_floor = fields.Integer("Flats per Floor", default=1)
    first_number = fields.Integer(default=1)
    first_floor = fields.Integer(default=1)
    flat_numbers = fields.Char(help="Single numbers and ranges: 1-120, 122, 125а")
    total_area = fields.Float(digits=(16, 4), help="Of each flat, m2, where nothing else says it.")
    residents = fields.Integer(help="Declared number in each flat; 0: nobody is recorded.")
    position_ids = fields.One2many("utility.quick.add.position", "wizard_id", "Areas by Position")
    range_ids = fields.One2many("utility.quick.add.range", "wizard_id", "Other Premises")

    # Accounts and payers
    create_accounts = fields.Boolean("Open Accounts", default=True)
    numbering_accounts = fields.Selection(
        [("sequence", "Sequence of the company"), ("pattern", "Pattern")],
        default=lambda self: "sequence" if self._account_sequence() else "pattern",
        required=True,
        string="Account Numbers",
    )
    account_pattern = fields.Char(default="{code:4}{kind}{flat:4}{check}")
    payer_mode = fields.Selection(
        [("generic", "Generic names"), ("list", "Pasted list")],
        default="generic",
        required=True,
        string="Payers",
    )
    payer_pattern = fields.Char(default=lambda self: self.env._("Subscriber") + ", {address}")
    pasted = fields.Text(help="From a spreadsheet: flat; name; residents; area; phone; e-mail")

    # Services and meters
    like_building_id = fields.Many2one(
        "utility.building",
        "Services as in House",
        check_company=True,
        help="Takes the services and meters that the first account of that house has today.",
    )
    service_ids = fields.One2many("utility.quick.add.service", "wizard_id", "Services")
    meter_ids = fields.One2many("utility.quick.add.meter", "wizard_id", "Meters")

    # Preview
    summary = fields.Html(readonly=True, sanitize=False)
    problems = fields.Html(readonly=True, sanitize=False)
    problem_count = fields.Integer(readonly=True)

    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = self.env._("Quick Addition of a House")

    def _account_sequence(self):
        return self.env.company.utility_account_sequence_id

    @api.depends("target", "building_id", "company_id")
    def _compute_code(self):
        """The code of the existing house, else the next free number."""
        for wizard in self:
            if wizard.target == "existing":
                wizard.code = wizard.building_id.code
            elif not wizard.code or wizard.code == wizard.building_id.code:
                buildings = self.env["utility.building"].with_context(active_test=False)
                codes = buildings.search(
                    [("company_id", "=", wizard.company_id.id), ("code", "!=", False)]
                ).mapped("code")
                wizard.code = str(max([int(c) for c in codes if c.isdigit()], default=0) + 1)

    @api.depends("target", "company_id", "locality_id", "street_id", "number", "block")
    def _compute_twin(self):
        """A house with this address that is registered already (A19)."""
        for wizard in self:
            wizard.twin_id = (
                wizard.target == "new"
                and wizard.number
                and self.env["utility.building"].search(
                    [
                        ("company_id", "=", wizard.company_id.id),
                        ("locality_id", "=", wizard.locality_id.id),
                        ("street_id", "=", wizard.street_id.id),
                        ("number", "=ilike", wizard.number.strip()),
                        ("block", "=ilike", wizard.block.strip())
                        if wizard.block
                        else ("block", "in", (False, "")),
                    ],
                    limit=1,
                )
            )

    @api.onchange("locality_id")
    def _onchange_locality(self):
        if self.locality_id and self.street_id.locality_id != self.locality_id:
            self.street_id = False

    @api.onchange("street_id")
    def _onchange_street(self):
        if self.street_id:
            self.locality_id = self.street_id.locality_id

    @api.onchange("like_building_id")
    def _onchange_like_building(self):
        """Lines of services and meters after the pattern of an account of another house."""
        account = self.env["utility.account"].search(
            [
                ("building_id", "=", self.like_building_id.id),
                ("state", "=", "active"),
                ("premise_id.kind", "=", "flat"),
            ],
            limit=1,
        )
        if not account:
            return
        today = fields.Date.context_today(self)
        self.service_ids = [Command.clear()] + [
            Command.create(
                {
                    "service_id": line.service_id.id,
                    "basis": line.basis,
                    "no_meter_reason": line.no_meter_reason,
                    "supplier_id": line.supplier_id.id,
                    "units": line.units,
                }
            )
            for line in account.service_ids._on(today)
        ]
        self.meter_ids = [Command.clear()] + [
            Command.create(
                {
                    "service_id": standing.service_id.id,
                    "model_id": standing.meter_id.model_id.id,
                    "place": standing.place,
                }
            )
            for standing in account.installation_ids._on(today)
        ]

    @api.onchange("per_floor", "numbering")
    def _onchange_per_floor(self):
        """One line of areas a position of the floor, at most twenty."""
        count = min(self.per_floor, 20) if self.numbering != "none" else 0
        missing = set(range(1, count + 1)) - set(self.position_ids.mapped("position"))
        extra = self.position_ids.filtered(lambda line: line.position > count)
        self.position_ids = [Command.delete(line.id) for line in extra] + [
            Command.create({"position": position}) for position in sorted(missing)
        ]

    def action_use_twin(self):
        """Go on with the house that is registered under this address."""
        self.write({"target": "existing", "building_id": self.twin_id.id, "only_missing": True})
        return self._reopen()

    def action_preview(self):
        """Plan the house and show what would be made; nothing is written."""
        plan, problems = self._plan()
        self.write(
            {
                "state": "preview",
                "summary": self._summary_html(plan),
                "problems": self._problems_html(problems),
                "problem_count": len(problems),
            }
        )
        return self._reopen()

    def action_back(self):
        self.state = "layout"
        return self._reopen()

    def action_create(self):
        """Write the plan and show the house.

        :raises UserError: the plan has conflicts
        """
        plan, problems = self._plan()
        if problems:
            raise UserError("\n".join(problems[:20]))
        batch = self._write_plan(plan)
        return {
            "type": "ir.actions.act_window",
            "res_model": "utility.quick.batch",
            "res_id": batch.id,
            "view_mode": "form",
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Quick Addition of a House"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "current",
        }

from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("invoice", "Invoice"),
    ("tax_invoice", "Tax invoice"),
    ("corrective", "Corrective tax invoice"),
    ("transfer", "Universal transfer document"),
    ("acceptance", "Act of acceptance"),
    ("reconciliation", "Reconciliation act"),
    ("handover", "Report to a supplier"),
    ("agent", "Act with a payment agent"),
]
#: what an organisation gets with an invoice, by the setting of the company
SETS = {
    "full": ("invoice", "tax_invoice", "acceptance"),
    "transfer": ("invoice", "transfer"),
    "act": ("invoice", "acceptance"),
}
#: papers that are tax invoices, whose place a corrective one takes
TAX = ("tax_invoice", "transfer")
#: papers that come back signed
SIGNED = ("transfer", "acceptance", "reconciliation", "handover", "agent")


class UtilityPaper(models.Model):
    """A paper for an organisation and its way: made, sent, delivered, back signed or disputed (H06).

    Papers of an invoice are laid out from the invoice whenever they are printed; a reconciliation
    act keeps the figures that it was made with.
    """

    _name = "utility.paper"
    _description = "Paper for an organisation"
    _inherit = ["utility.signed.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, partner_id, id"
    _rec_names_search = ["number", "partner_id.name"]
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, readonly=True, index=True)
    number = fields.Char(readonly=True, index="trigram")
    date = fields.Date(required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, index=True
    )
    contract_id = fields.Many2one("utility.contract", readonly=True, index="btree_not_null")
    account_id = fields.Many2one("utility.account", readonly=True, index="btree_not_null")
    move_id = fields.Many2one(
        "account.move", string="Entry", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    run_id = fields.Many2one(related="move_id.utility_run_id", store=True, index="btree_not_null")
    date_from = fields.Date(readonly=True)
    date_to = fields.Date(readonly=True)
    amount = fields.Monetary(readonly=True)
    facts = fields.Json(readonly=True, help="Figures of a reconciliation act as it was made.")
    sign_state = fields.Selection(
        selection_add=[
            ("sent",),
            ("delivered", "Delivered"),
            ("returned",),
            ("disputed", "Disputed"),
        ],
        ondelete={"delivered": "set default", "disputed": "set default"},
    )
    delivered_date = fields.Date(copy=False, tracking=True)
    dispute = fields.Text("What Is Disputed", tracking=True)
    emailed_date = fields.Datetime("E-mailed", readonly=True, copy=False)
    scan = fields.Binary("Scan of the Signed Paper", attachment=True, copy=False)
    scan_name = fields.Char(copy=False)
    user_id = fields.Many2one(
        "res.users", string="Responsible", default=lambda self: self.env.user, tracking=True
    )

    _move_kind_uniq = models.UniqueIndex(
        "(move_id, kind) WHERE move_id IS NOT NULL", "The invoice has this paper already."
    )
    _signed_idx = models.Index("(company_id, return_deadline) WHERE sign_state <> 'none'")

    @api.depends("kind", "number", "date")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for paper in self:
            paper.display_name = f"{labels.get(paper.kind, '')} {paper.number or ''} {paper.date}"

    @api.model
    def _make(self, moves):
        """Papers of posted invoices, those that exist already left out.

        Called when invoices are posted; one create whatever their number.
        """
        known = {
            (move.id, kind)
            for move, kind in self._read_group([("move_id", "in", moves.ids)], ["move_id", "kind"])
        }
        values = []
        for move in moves.filtered(lambda m: m.is_invoice() and m.state == "posted"):
            for kind in self._kinds(move):
                if (move.id, kind) in known:
                    continue
                values.append(
                    {
                        "company_id": move.company_id.id,
                        "kind": kind,
                        "number": move.name,
                        "date": move.invoice_date,
                        "partner_id": move.partner_id.id,
                        "contract_id": move.utility_contract_id.id,
                        "account_id": move.utility_account_id.id,
                        "move_id": move.id,
                        "date_from": move.utility_period_date,
                        "date_to": move.invoice_date,
                        "amount": move.amount_total_signed,
                        "user_id": (move.utility_contract_id.user_id or self.env.user).id,
                    }
                )
        # a paper says itself what it came with
        return self.with_context(tracking_disable=True).create(values).with_env(self.env)

    @api.model
    def _kinds(self, move):
        """Kinds of papers that come with an invoice.

        Tax invoices are for taxed sales (НК РФ, ст. 169 п. 3); what changes an earlier invoice has a
        corrective one (ст. 168 п. 3).
        """
        kinds = SETS[move.company_id.utility_papers]
        if move._corrects() and move.amount_tax:
            kinds = tuple("corrective" if kind in TAX else kind for kind in kinds)
        return [kind for kind in kinds if kind != "tax_invoice" or move.amount_tax]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(paper.sign_state not in ("none", "refused") for paper in self):
            raise UserError(self.env._("A paper that was sent out is kept."))

    # The way of a paper

    def _is_signed(self):
        """Whether the customer sends the paper back signed."""
        return self.kind in SIGNED

    def _signed_user(self):
        return self.user_id or self.env.user

    def action_mark_delivered(self):
        return self.write(
            {"sign_state": "delivered", "delivered_date": fields.Date.context_today(self)}
        )

    def action_mark_disputed(self):
        """The customer does not agree: what exactly stands on the paper, somebody answers."""
        for paper in self:
            if not paper.dispute:
                raise UserError(
                    self.env._("Write on %s what is disputed first.", paper.display_name)
                )
        self.activity_unlink(["utility_base.activity_return_document"])
        self.write({"sign_state": "disputed"})
        for paper in self:
            paper.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Answer the dispute"),
                note=paper.dispute,
                user_id=paper._signed_user().id,
            )
        return True

    def action_view_move(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
        }

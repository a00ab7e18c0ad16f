from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.utility_base.tools.downloads import kept_file

#: agreements that are in memory together
SLICE = 1000


class UtilityAgreementMixin(models.AbstractModel):
    """What agreements with the payer of an account have in common (X11, X16-X18).

    A draft is put in force with a number, keeps its terms from then on, and ends with a day and a
    reason: by its rule, by hand, or because it is fulfilled. It is printed, and may have to come
    back signed. A model that inherits this has

    * ``_document_kind`` and ``_document_data(lang)``, its printed form;
    * ``_term_fields``, what is fixed once it is no draft;
    * a sequence with the code of the model;
    * ``_follow(day, isolate)``, what happens to it by itself, where a cron calls ``_cron_follow``;
    * states of its own between *In force* and *Cancelled*, if it has any.
    """

    _name = "utility.agreement.mixin"
    _description = "Agreement with a payer"
    _inherit = [
        "utility.signed.mixin",
        "utility.transition.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _fixed_fields = ("state", "number", "date_end", "end_reason")
    _term_fields = ("account_id", "date", "company_id")
    _order = "date desc, id desc"
    _rec_names_search = ["number", "account_id.number", "partner_id.name"]
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        related="account_id.company_id",
        store=True,
        index=True,
        precompute=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one(
        "utility.account", required=True, index=True, ondelete="restrict", tracking=True
    )
    building_id = fields.Many2one(related="account_id.building_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="account_id.partner_id", string="Payer", store=True, index=True
    )
    number = fields.Char(readonly=True, copy=False, index="trigram")
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("active", "In force"),
            ("broken", "Broken"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Responsible", default=lambda self: self.env.user, tracking=True
    )
    date_end = fields.Date("Ended On", readonly=True, copy=False)
    end_reason = fields.Char("How It Ended", readonly=True, copy=False, tracking=True)
    note = fields.Text("Terms")

    def _usual(self, code):
        """Value of a rule parameter on the day of the agreement, Decimal; 0 where none holds."""
        # sudo: who makes agreements needs the rules, not the right to read all of them
        parameters = self.env["utility.rule.parameter"].sudo()
        day = self.date or fields.Date.context_today(self)
        row = parameters._holding(code, day, self.account_id.company_id or self.env.company)
        return Decimal(row.value) if row else Decimal(0)

    def write(self, vals):
        """An agreement keeps its terms once it is in force."""
        if (
            set(vals) & set(self._term_fields)
            and self._is_outside()
            and any(agreement.state != "draft" for agreement in self)
        ):
            raise UserError(
                self.env._("An agreement in force keeps its terms. Cancel it and make another.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if any(agreement.number for agreement in self):
            raise UserError(self.env._("A numbered agreement is kept. Cancel it with a reason."))

    @api.model
    def _in_force(self):
        return Domain("state", "=", "active")

    def _exact(self, records):
        """``[Decimal]`` of the amounts of rows of the agreement."""
        return [Decimal(f"{record.amount:.2f}") for record in records]

    # Its way

    def _next_number(self):
        """The number that it has, or the next one of the sequence of its model."""
        self.ensure_one()
        sequences = self.env["ir.sequence"].with_company(self.company_id)
        return self.number or sequences.next_by_code(self._name, self.date)

    def _expect(self, *states):
        wrong = self.filtered(lambda agreement: agreement.state not in states)
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(agreement)s is “%(state)s”: this is not possible now.",
                    agreement=wrong[0].display_name,
                    state=labels[wrong[0].state],
                )
            )

    def action_cancel(self):
        """Take a draft away, or end an agreement by the will of both."""
        self.check_access("write")
        self._expect("draft", "active")
        for agreement in self:
            reason = self.env._("Cancelled by %s", self.env.user.name)
            agreement._end("cancelled", fields.Date.context_today(self), reason)
        return True

    def action_break(self):
        """Break by hand, as the rule would do."""
        self.check_access("write")
        self._expect("active")
        for agreement in self:
            reason = self.env._("Broken by %s", self.env.user.name)
            agreement._break(fields.Date.context_today(self), reason)
        return True

    def _break(self, day, reason):
        """End as broken on ``day``; the responsible is told what to do."""
        self.ensure_one()
        self._end("broken", day, reason)
        self._remind(self._break_summary(), reason)

    def _break_summary(self):
        """What the responsible has to do about a broken agreement."""
        return self.env._("The agreement is broken: talk to the payer")

    def _remind(self, summary, note=""):
        self.ensure_one()
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=self._signed_user().id,
            summary=summary,
            note=note,
        )

    def _end(self, state, day, reason):
        """End on ``day``: nothing is waited for any more."""
        self.ensure_one()
        self.activity_unlink(["utility_base.activity_return_document"])
        self._transition(state=state, date_end=day, end_reason=reason)

    @api.model
    def _cron_follow(self):
        """Every one in force, each in a savepoint: one that fails stops no other."""
        agreements = self.search(self._in_force())
        for start in range(0, len(agreements), SLICE):
            agreements[start : start + SLICE]._follow(fields.Date.context_today(self), isolate=True)

    # Paper and signatures (A22)

    def _signed_user(self):
        return self.user_id or self.env.user

    def _document_customer(self):
        return self.partner_id

    def action_print(self):
        """Print, and keep the PDF with the agreement; a later print takes its place."""
        self.ensure_one()
        self.check_access("read")
        name = f"{self.display_name.replace('/', '-')}.pdf"
        return kept_file(self, name, self._render_document(), "application/pdf")

    def action_mark_sent(self):
        self._expect("active")
        return super().action_mark_sent()

    def _document_usual(self):
        """Values that every printed agreement begins with; of ``self`` in the language wanted."""
        self.ensure_one()
        return {
            "company": self.company_id._document_company(),
            "number": self.number or "",
            "date": self.date,
            "account": self.account_id.number or "",
            "payer": self.partner_id.name or "",
            "address": self.account_id.address or "",
            "currency": self.currency_id.name,
            "note": self.note or "",
        }

from odoo import api, fields, models
from odoo.exceptions import UserError

USUAL_PAPERS = "contract_papers"


class UtilityContract(models.Model):
    """From intake to termination (A20): draft, in agreement, in force, suspended, terminated.

    1. the operator registers the contract and the documents that came with it; 2. a responsible
    person agrees to it or sends it back; 3. it comes into force once nothing is missing;
    4. it is suspended and resumed, amended, and at last terminated with a date and a reason.
    """

    _inherit = "utility.contract"

    paper_ids = fields.One2many("utility.contract.paper", "contract_id", string="Documents")
    reviewer_id = fields.Many2one(
        "res.users", string="Agreed By", tracking=True, copy=False, help="Has to agree to it."
    )
    review_deadline = fields.Date(copy=False)
    termination_reason = fields.Char(tracking=True, copy=False)
    missing = fields.Text(compute="_compute_missing", string="Still Missing")

    @api.depends(
        "date_signed", "partner_id.vat", "kind", "subject", "account_ids",
        "paper_ids.verdict", "paper_ids.required",
    )  # fmt: skip
    def _compute_missing(self):
        for contract in self:
            contract.missing = "\n".join(contract._missing()) or False

    def _missing(self):
        """What keeps the contract from coming into force, each as a sentence."""
        self.ensure_one()
        problems = []
        if not self.date_signed:
            problems.append(self.env._("The date of signing is not given."))
        if self.subject in ("supply", "waste") and not self.account_ids:
            problems.append(self.env._("The contract has no supply points: link its accounts."))
        if self.kind == "organisation" and not self.partner_id.vat:
            problems.append(
                self.env._("The registration number of %s is not given.", self.partner_id.name)
            )
        for paper in self.paper_ids.filtered("required"):
            if paper.verdict == "rejected":
                problems.append(
                    self.env._(
                        "The document “%(name)s” was rejected: %(note)s",
                        name=paper.name,
                        note=paper.note or "—",
                    )
                )
            elif paper.verdict != "accepted":
                problems.append(self.env._("The document “%s” is not accepted yet.", paper.name))
        return problems

    def _expect(self, *states):
        """Refuse an action that does not fit the state of the contract."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for contract in self:
            if contract.state not in states:
                raise UserError(
                    self.env._(
                        "Contract %(name)s is in the state “%(state)s”; this can be done only in: "
                        "%(states)s.",
                        name=contract.display_name,
                        state=labels[contract.state],
                        states=", ".join(labels[state] for state in states),
                    )
                )

    def action_usual_papers(self):
        """Put the usual documents on the list, from the directory “contract_papers” (K08)."""
        items = self.env["utility.directory.item"].search(
            [
                ("directory_id.code", "=", USUAL_PAPERS),
                ("company_id", "in", (False, self.env.company.id)),
            ]
        )
        for contract in self:
            wanted = items.filtered(
                lambda i, contract=contract: not i.code or i.code.split(":")[0] == contract.kind
            )
            known = set(contract.paper_ids.mapped("name"))
            self.env["utility.contract.paper"].create(
                [
                    {"contract_id": contract.id, "name": item.name, "sequence": item.sequence}
                    for item in wanted
                    if item.name not in known
                ]
            )
        return True

    def action_review(self):
        """Hand over for agreement; the responsible person gets an activity."""
        self._expect("draft")
        for contract in self:
            reviewer = contract.reviewer_id or contract.user_id or self.env.user
            contract._transition(state="review", reviewer_id=reviewer.id)
            contract.activity_schedule(
                "utility_base.activity_contract_review",
                date_deadline=contract.review_deadline,
                summary=self.env._("Agree to contract %s", contract.number),
                user_id=reviewer.id,
            )
        return True

    def action_back_to_draft(self):
        """Send back from agreement, for what the analysis has found to be mended."""
        self._expect("review")
        self.activity_unlink(["utility_base.activity_contract_review"])
        return self._transition(state="draft")

    def action_activate(self):
        """Bring into force what has been agreed, or straight from the draft.

        :raises UserError: names everything that is missing
        """
        self._expect("draft", "review")
        for contract in self:
            if contract.state == "review" and not contract._may_agree():
                raise UserError(
                    self.env._(
                        "%(user)s has to agree to contract %(number)s.",
                        user=contract.reviewer_id.name,
                        number=contract.number,
                    )
                )
            if problems := contract._missing():
                raise UserError(
                    self.env._(
                        "Contract %(number)s cannot come into force yet:\n%(problems)s",
                        number=contract.number,
                        problems="\n".join(f"— {problem}" for problem in problems),
                    )
                )
        self.activity_feedback(
            ["utility_base.activity_contract_review"], feedback=self.env._("Agreed")
        )
        return self._transition(state="active")

    def _may_agree(self):
        return (
            self.env.su
            or not self.reviewer_id
            or self.reviewer_id == self.env.user
            or self.env.user.has_group("utility_base.group_administrator")
        )

    def action_suspend(self):
        self._expect("active")
        return self._transition(state="suspended")

    def action_resume(self):
        self._expect("suspended")
        return self._transition(state="active")

    def _terminate(self, date, reason):
        """End the contracts on ``date``; their accounts go on without a contract."""
        self._expect("active", "suspended")
        for contract in self:
            if date < contract.date_from:
                raise UserError(
                    self.env._(
                        "Contract %(number)s begins on %(date)s; it cannot end earlier.",
                        number=contract.number,
                        date=contract.date_from,
                    )
                )
        return self._transition(state="terminated", date_to=date, termination_reason=reason)

    def _signed_user(self):
        return self.user_id or self.env.user

from fractions import Fraction

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class UtilityOwnership(models.Model):
    """Who owns a premise, with which share (A14)."""

    _name = "utility.ownership"
    _description = "Ownership"
    _inherit = ["utility.dated.mixin"]
    _order = "premise_id.id, date_from, id"
    _check_company_auto = True

    premise_id = fields.Many2one("utility.premise", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="premise_id.company_id", store=True, index=True)
    building_id = fields.Many2one(related="premise_id.building_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Owner",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    share_numerator = fields.Integer(default=1, required=True)
    share_denominator = fields.Integer(default=1, required=True)
    share = fields.Char(compute="_compute_share")
    kind = fields.Selection(
        [
            ("sole", "Sole"),
            ("shared", "In shares"),
            ("joint", "Joint without shares"),
        ],
        required=True,
        default="sole",
    )
    document = fields.Char(help="Number and date of the registration of the right.")
    external_id = fields.Char(index="btree_not_null", copy=False)

    _share_check = models.Constraint(
        "CHECK (share_numerator > 0 AND share_denominator >= share_numerator)",
        "A share lies between 0 and 1.",
    )
    _external_uniq = models.UniqueIndex(
        "(company_id, external_id) WHERE external_id IS NOT NULL",
        "An ownership with this external number exists already.",
    )

    @api.depends("share_numerator", "share_denominator")
    def _compute_share(self):
        for record in self:
            record.share = f"{record.share_numerator}/{record.share_denominator}"

    @api.depends("partner_id.name", "share")
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.partner_id.name or ''} ({record.share})"

    @api.constrains(
        "share_numerator", "share_denominator", "premise_id", "date_from", "date_to", "kind"
    )
    def _check_total(self):
        """Shares of one day never add up to more than the whole."""
        for premise in self.premise_id:
            rows = premise.ownership_ids.filtered(lambda r: r.kind != "joint")
            # the sum grows only on days when an ownership begins
            for date in sorted(set(rows.mapped("date_from"))):
                total = sum(
                    Fraction(r.share_numerator, r.share_denominator) for r in rows._on(date)
                )
                if total > 1:
                    raise ValidationError(
                        self.env._(
                            "%(premise)s: the shares on %(date)s add up to %(total)s, more than "
                            "the whole. End the earlier ownership or correct a share.",
                            premise=premise.display_name,
                            date=date,
                            total=total,
                        )
                    )

    @api.constrains("premise_id", "partner_id", "date_from", "date_to")
    def _check_overlap(self):
        """One owner has one row a day: two shares of theirs are one share."""
        for record, _other, date in self._overlapping("premise_id", "partner_id"):
            raise ValidationError(
                self.env._(
                    "%(owner)s owns %(premise)s twice on %(date)s. "
                    "End the earlier ownership or put both shares into one.",
                    owner=record.partner_id.name,
                    premise=record.premise_id.display_name,
                    date=date,
                )
            )

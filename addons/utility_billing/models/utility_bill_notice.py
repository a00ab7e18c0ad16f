import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

PLACES = [
    ("top", "Above the charges"),
    ("bottom", "Below the charges"),
    ("back", "On a page of its own"),
]


class UtilityBillNotice(models.Model):
    """A notice or advertisement on bills: between two days, for some houses or services, or for all.

    It stands on bills whose month has a day of the notice in it.
    """

    _name = "utility.bill.notice"
    _description = "Notice on bills"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, help="For the list; it is not printed.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("To", help="Empty: until it is ended.")
    place = fields.Selection(PLACES, required=True, default="bottom")
    important = fields.Boolean(help="Printed in a frame.")
    title = fields.Char(translate=True)
    text = fields.Text(translate=True)
    image = fields.Binary("Picture", attachment=True, help="PNG, JPEG or SVG.")
    building_ids = fields.Many2many("utility.building", check_company=True, help="Empty: all.")
    service_ids = fields.Many2many(
        "utility.service",
        check_company=True,
        help="Bills that have a line of one of these services. Empty: all.",
    )
    customer_category_ids = fields.Many2many("utility.customer.category", help="Empty: all.")

    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "The notice ends before it begins.",
    )

    @api.constrains("title", "text", "image")
    def _check_content(self):
        for notice in self:
            if not (notice.title or notice.text or notice.image):
                raise ValidationError(
                    self.env._("“%s” has neither a text nor a picture.", notice.name)
                )

    @api.constrains("image")
    def _check_image(self):
        for notice in self.filtered("image"):
            head = base64.b64decode(notice.image)[:400].lstrip()
            if not (head.startswith((b"\x89PNG", b"\xff\xd8")) or b"<svg" in head):
                raise ValidationError(
                    self.env._("The picture of “%s” is not PNG, JPEG or SVG.", notice.name)
                )

    def _is_for(self, bill, services):
        """Whether the notice stands on ``bill``, which has lines of ``services`` (ids)."""
        self.ensure_one()
        account = bill.account_id
        return (
            self.company_id == bill.company_id
            and self.date_from <= fields.Date.end_of(bill.period_date, "month")
            and (not self.date_to or self.date_to >= bill.period_date)
            and (not self.building_ids or bill.building_id in self.building_ids)
            and (not self.service_ids or not services.isdisjoint(self.service_ids.ids))
            and (
                not self.customer_category_ids
                or account.customer_category_id in self.customer_category_ids
            )
        )

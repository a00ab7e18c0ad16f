"""Notices and advertising that stand on bills of a month."""

import base64

from odoo import fields

from ..gateway.bill_data import BillNotice


class BillNotices:
    """Notices of the months and companies of some bills, read once."""

    def __init__(self, env, bills):
        self.env = env
        self._made = {}
        months = bills.mapped("period_date")
        self._notices = env["utility.bill.notice"].search(
            [
                ("company_id", "in", bills.company_id.ids),
                ("date_from", "<=", fields.Date.end_of(max(months), "month")),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", min(months)),
            ]
        )

    def notices(self, bill, charges, lang):
        """:class:`BillNotice` of each that is meant for the bill, in their order."""
        services = {charge.service for charge in charges}
        return tuple(
            self._notice(notice, lang) for notice in self._notices if notice._is_for(bill, services)
        )

    def _notice(self, notice, lang):
        key = notice.id, lang
        if key not in self._made:
            code = self.env["utility.document.template"]._installed(lang)
            shown = notice.with_context(lang=code)
            image = base64.b64decode(notice.image or b"")
            self._made[key] = BillNotice(
                title=shown.title or "",
                text=shown.text or "",
                important=notice.important,
                place=notice.place,
                picture=f"notice-{notice.id}.{_kind(image)}" if image else "",
                image=image,
            )
        return self._made[key]


def _kind(image):
    """Extension of a picture by its first bytes.

    >>> _kind(b"\\x89PNG..."), _kind(b"\\xff\\xd8\\xff"), _kind(b"<svg/>")
    ('png', 'jpg', 'svg')
    """
    if image.startswith(b"\x89PNG"):
        return "png"
    return "jpg" if image.startswith(b"\xff\xd8") else "svg"

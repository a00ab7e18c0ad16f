from odoo import fields, models
from odoo.fields import Domain


class UtilityAccount(models.Model):
    """What printed documents tell of an account: plain values, no layout and no words of forms."""

    _inherit = "utility.account"

    def _document_data(self, date, lang=None):
        """Facts of the account on ``date`` for a document template.

        Dates are dates, areas are texts in m2 without trailing zeros, selections are codes that
        templates translate through their labels.

        :param str lang: two letters; names of services are taken in it where it is installed
        """
        self.ensure_one()
        account = self.with_context(lang=self.env["utility.document.template"]._installed(lang))
        return {
            "company": account.company_id._document_company(),
            "account": {
                "number": account.number,
                "unified_number": account.unified_number or "",
                "kind": account.kind,
                "payer": account.partner_id.name,
                "address": account.address,
                "date_open": account.date_open,
                "date_close": account.date_close or None,
            },
            "premise": account._document_premise(date),
            "residents": [
                residency._document_row()
                for residency in account.residency_ids._on(date).sorted("date_from")
                if residency.partner_id
            ],
            "resident_count": account._resident_counts(date).get(account.id, 0),
            "owners": account._document_owners(date),
            "services": account._document_services(date),
            "meters": account._document_meters(date),
        }

    def _document_premise(self, date):
        premise = self.premise_id
        areas = self.env["utility.area"]._values_on("premise_id", premise.ids, date)
        values = {
            f"{kind}_area": f"{areas[premise.id, kind]:.4f}".rstrip("0").rstrip(".")
            if areas.get((premise.id, kind))
            else ""
            for kind in ("total", "living", "heated")
        }
        return values | {
            "kind": premise.kind,
            "property_kind": premise.property_kind or "",
            "rooms": premise.rooms or None,
            "cadastral_number": premise.cadastral_number or "",
        }

    def _document_owners(self, date):
        return [
            {
                "name": owner.partner_id.name,
                "share": owner.share if owner.kind != "joint" else "",
                "document": owner.document or "",
                "date_from": owner.date_from,
            }
            for owner in self.premise_id.ownership_ids._on(date)
        ]

    def _document_services(self, date):
        return [
            {
                "name": line.service_id.name,
                "supplier": line.supplier_id.name or self.company_id.name,
                "unit": line.service_id.uom_id.name,
                "date_from": line.date_from,
            }
            for line in self.service_ids._on(date)
        ]

    def _document_meters(self, date):
        return [
            {
                "service": row.service_id.name,
                "model": row.meter_id.model_id.name,
                "serial": row.meter_id.serial,
                "place": row.place or "",
                "date_from": row.date_from,
                "verified_until": row.meter_id.verified_until or None,
            }
            for row in self.installation_ids._on(date).sorted("service_id")
        ]

    def _document_history(self):
        """All who live or lived in the premise, on this account and on those before it."""
        self.ensure_one()
        rows = self.env["utility.residency"].search(
            Domain("premise_id", "=", self.premise_id.id) & Domain("partner_id", "!=", False),
            order="date_from, id",
        )
        return [row._document_row() for row in rows]

    def _document_person(self, partner):
        """Residence of ``partner`` in the premise and their share of it."""
        self.ensure_one()
        stays = self.env["utility.residency"].search(
            [("premise_id", "=", self.premise_id.id), ("partner_id", "=", partner.id)],
            order="date_from",
        )
        owned = self.premise_id.ownership_ids.filtered(lambda o: o.partner_id == partner)
        today = fields.Date.context_today(self)
        return {
            "name": partner.name or "",
            "birth_date": next((s.birth_date for s in stays if s.birth_date), None),
            "share": ", ".join(owned._on(today).mapped("share")),
            "stays": [stay._document_row() for stay in stays],
        }

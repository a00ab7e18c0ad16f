from decimal import Decimal

from odoo import fields, models
from odoo.tools import float_repr

from ..gateway.postings import Dimension, Document, Entry, Header, pairs, postings_sap, postings_xml

#: documents of posting rules in the words of the format
KINDS = {
    "penalty": "penalty",
    "costs": "penalty",
    "instalment": "penalty",
    "privilege": "subsidy",
    "budget": "subsidy",
    "payment": "payment",
    "receipt": "payment",
    "suspense": "payment",
    "handover": "payment",
    "deposit": "payment",
    "deposit_use": "payment",
    "deposit_refund": "payment",
}


class UtilityPostingExport(models.Model):
    """The ledger's entries as values of the format."""

    _inherit = "utility.posting.export"

    def _content(self, moves):
        """``(bytes, file name)`` of the entries."""
        self.ensure_one()
        codes = self.env["utility.posting.code"].search([("company_id", "=", self.company_id.id)])
        codes = {code.account_id: code for code in codes}
        uids = {line.move_id.id: line.uid for line in self.line_ids}
        documents = [self._document(move, uids[move.id], codes) for move in moves]
        header = Header(
            company=self.company_id.vat or "",
            period=f"{self.date_to:%Y-%m}",
            generated=fields.Datetime.context_timestamp(self, fields.Datetime.now()),
            number=self.number,
            currency=self.currency_id.name,
            company_code=self.company_id.company_registry or self.company_id.vat or "",
        )
        if self.format == "sap":
            return postings_sap(header, documents), f"postings_{self.number:05}.csv"
        return postings_xml(header, documents), f"postings_{self.number:05}.xml"

    def _document(self, move, uid, codes):
        lines = move.line_ids.filtered("balance")
        amounts = [(line, Decimal(f"{line.balance:.2f}")) for line in lines]
        entries = [
            self._entry(debit, credit, amount, codes) for debit, credit, amount in pairs(amounts)
        ]
        kind = KINDS.get(move.utility_document, "charge")
        return Document(
            id=uid,
            kind="recalc" if move.utility_of_period else kind,
            number=move.name or "",
            date=move.date,
            description=move.ref or "",
            entries=tuple(entries),
        )

    def _entry(self, debit, credit, amount, codes):
        money = debit if debit.utility_service_id else credit
        whole = Decimal(f"{abs(money.balance):.2f}") == amount
        volume = abs(money.utility_volume) if whole else 0
        known = [codes[line.account_id] for line in (debit, credit) if line.account_id in codes]

        def code(line):
            found = codes.get(line.account_id)
            return found.code if found else line.account_id.code

        def first(name):
            return next((found[name] for found in known if found[name]), "")

        return Entry(
            debit=code(debit),
            credit=code(credit),
            amount=amount,
            quantity=float_repr(volume, 6).rstrip("0").rstrip(".") if volume else "",
            unit=money.product_uom_id.name or "" if volume else "",
            dimensions=tuple(self._dimensions("debit", debit) + self._dimensions("credit", credit)),
            tax_code=first("tax_code"),
            cost_centre=first("cost_centre"),
            profit_centre=first("profit_centre"),
        )

    def _dimensions(self, side, line):
        found = []
        if partner := line.partner_id:
            found.append(Dimension("partner", side, partner.vat or str(partner.id), partner.name))
        move = line.move_id
        if move.utility_contract_id and line.account_type == "asset_receivable":
            found.append(Dimension("contract", side, move.utility_contract_id.number))
        if service := line.utility_service_id:
            found.append(Dimension("service", side, service.code))
        if account := line.utility_account_id:
            found.append(Dimension("account", side, account.number))
            if guid := account.building_id.fias_guid:
                found.append(Dimension("house", side, values=(("fias", guid),)))
        if tax := line.tax_line_id:
            rate = float_repr(tax.amount, 2).rstrip("0").rstrip(".")
            amount = f"{abs(line.balance):.2f}"
            found.append(Dimension("vat", values=(("rate", rate), ("amount", amount))))
        return found

"""Printed bills: what the ledger holds, as the plain values that the template shows (H01)."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from odoo import fields

from ..gateway.bill_data import BillBalance, BillDocument, BillParty, BillPremise
from ..gateway.bill_view import LANGUAGES, default_words
from ..gateway.payment_code import bar_code, payment_code
from .bill_instalments import BillInstalments
from .bill_levels import level_notices
from .bill_lines import BillLines, Charge
from .bill_month import read_last_payments, read_subsidies
from .bill_notices import BillNotices
from .bill_payees import BillPayees, separated
from .bill_reference import BillReferences
from .not_due import NotDue
from .reader import exact_cursor, rows

ZERO = Decimal(0)


class BillDocuments:
    """Documents of bills, read set by set. Rights are the caller's to check.

    ``words``: words of the form by language, those of ``bill_labels.json`` unless given.
    """

    def __init__(self, env, words=None):
        self.env = env
        self.words = words or default_words()
        self.lines = BillLines(env, self.words)
        self._parties = {}

    def documents(self, bills, explain=False):
        """:class:`BillDocument` of each bill, in the order of ``bills``.

        :param explain: with the data of the appendix "why this amount"
        """
        if not bills:
            return []
        self._notices = BillNotices(self.env, bills)
        self._barcodes = self.env["utility.barcode.template"]._of_payees(bills.company_id)
        with exact_cursor(self.env) as cursor:
            found = {
                row[0]: row
                for row in rows(
                    cursor,
                    "SELECT id, account_id, number, period_date, date_due, opening, charged,"
                    " penalty, paid, closing FROM utility_bill WHERE id = ANY(%s)",
                    bills.ids,
                )
            }
            self._charges = self._read_charges(cursor, bills.ids)
            self._meters = self._read_meters(cursor, bills)
            self._paid = read_last_payments(cursor, bills)
            self._subsidies = read_subsidies(cursor, bills)
            self._references = BillReferences(self.env, cursor, bills)
            self._instalments = BillInstalments(cursor, bills)
            self._later = NotDue(cursor, bills.account_id.ids, bills.ids)
            several = bills.filtered(lambda b: b.company_id.utility_bill_payee == "supplier")
            self._payees = BillPayees(cursor, several, self.supplier_party, self._barcodes)
        self._residents = self._read_residents(bills)
        self.lines.prefetch({charge.service for row in self._charges.values() for charge in row})
        documents = [self._document(bill, found[bill.id]) for bill in bills]
        return self._explained(bills, documents) if explain else documents

    def separate(self, bills, supplier_id=None):
        """A document for each payee of each bill, issued by the payee (H09), in their order.

        :param supplier_id: only those of this partner
        """
        wanted = self.supplier_party(supplier_id) if supplier_id else None
        made = []
        for document in self.documents(bills):
            found = separated(document) if document.payees else [document]
            made += [item for item in found if wanted is None or item.supplier == wanted]
        return made

    def _read_charges(self, cursor, ids):
        """{bill id: :class:`Charge`} in the order of printing."""
        found = defaultdict(list)
        for bill, *row in rows(
            cursor,
            """
            SELECT c.bill_id, c.service_id, c.component, c.zone, c.kind, c.method, c.volume,
                   c.price, c.amount, c.trace -> 'u', c.supplier_id, c.cause, c.of_period
              FROM utility_charge c
              JOIN utility_service s ON s.id = c.service_id
             WHERE c.bill_id = ANY(%s)
             ORDER BY s.sequence, s.id, c.component NULLS FIRST, c.zone NULLS FIRST, c.id
            """,
            ids,
        ):
            found[bill].append(Charge(*row))
        return found

    def _read_meters(self, cursor, bills):
        """{account id: meters that stood there in the latest of the months}."""
        found = defaultdict(list)
        months = bills.mapped("period_date")
        for account, *row in rows(
            cursor,
            """
            SELECT i.account_id, m.serial, i.service_id, m.digits, m.ratio, m.verified_until
              FROM utility_meter_installation i
              JOIN utility_meter m ON m.id = i.meter_id
             WHERE i.account_id = ANY(%s) AND i.date_from < %s + INTERVAL '1 month'
               AND (i.date_to IS NULL OR i.date_to >= %s)
             ORDER BY i.service_id, m.serial
            """,
            bills.account_id.ids,
            max(months),
            min(months),
        ):
            found[account].append(row)
        return found

    def _read_residents(self, bills):
        """{(account id, month): persons on its last day}."""
        found = {}
        for month, same in bills.grouped("period_date").items():
            day = fields.Date.end_of(month, "month")
            for account, count in same.account_id._resident_counts(day).items():
                found[account, month] = count
        return found

    def _document(self, bill, row):
        _id, account_id, number, month, due, opening, charged, penalty, paid, closing = row
        account, charges = bill.account_id, self._charges[bill.id]
        templates = self.env["utility.document.template"]
        lang = templates._language(account.partner_id)
        lang = lang if lang in LANGUAGES else "en"
        words = self.words[lang]
        currency = bill.currency_id.name
        party = self.party(bill.company_id)
        # agreements are on the ordinary services
        later = ZERO if bill.capital else self._later.of_bill(account_id, month)
        balance = BillBalance(
            opening=opening,
            charged=charged,
            paid=paid,
            penalty=penalty,
            closing=closing,
            later=min(later, max(closing, ZERO)),
        )
        purpose = words["purpose"].format(account=account.number, month=f"{month:%m.%Y}")
        codes = (
            payment_code(party, account.number, month, balance.due, purpose, currency),
            self._bar_code(bill, balance.due),
        )
        premise = self._premise(account, month)
        payees = ()
        if bill.company_id.utility_bill_payee == "supplier":
            payees = self._payees.payees(bill, charges, self.lines, lang, purpose, balance)
        return BillDocument(
            number=number,
            date=fields.Date.end_of(month, "month"),
            period=month,
            due_date=due,
            account=account.number,
            payer=account.partner_id.name or "",
            address=account.address or "",
            supplier=party,
            lang=lang,
            currency=currency,
            facts=_facts(premise, words),
            lines=self.lines.lines(charges, lang),
            readings=self.lines.readings(charges, self._meters[account_id], lang),
            balance=balance,
            codes=() if payees else tuple(code for code in codes if code),
            notices=self._instalments.notices(bill, words)
            + level_notices(self._later.levels.get(account_id, ()), bill, words)
            + self._notices.notices(bill, charges, lang),
            amount_in_words=True,
            form="bill_capital" if bill.capital else "bill",
            variant="large" if account.large_print_bill else "",
            template=account.bill_template_id.id or None,
            premise=premise,
            references=self._references.references(account, charges, self.lines, lang),
            corrections=self.lines.corrections(charges, lang),
            instalments=self._instalments.instalments(bill, charges, self.lines, lang),
            payees=payees,
            last_payment=self._paid.get((account_id, month)),
            subsidy=Decimal(0)
            if bill.capital
            else self._subsidies.get((account_id, month), Decimal(0)),
        )

    def _bar_code(self, bill, due):
        template = self._barcodes.get((bill.company_id.id, False))
        if template is None:
            return None
        return bar_code(template, bill.account_id.number, bill.period_date, due, bill.number)

    def _premise(self, account, month):
        premise = account.premise_id
        return BillPremise(
            total_area=_area(premise.total_area),
            living_area=_area(premise.living_area),
            heated_area=_area(premise.heated_area),
            residents=self._residents.get((account.id, month)),
            unified=account.unified_number or "",
            register=premise.gis_id or "",
        )

    def _explained(self, bills, documents):
        """The documents with their explanations and what changed since the month before."""
        made = []
        for bill, document in zip(bills, documents, strict=True):
            (explanation,) = bill.explain_bill(document.lang)
            explanation["comparison"] = bill.account_id.compare_months(
                bill.period_code, lang=document.lang, capital=bill.capital
            )
            made.append(replace(document, explanation=explanation))
        return made

    def party(self, company):
        """The company as the one who is paid, with its first bank account."""
        return replace(
            self._party(company.partner_id),
            site=(company.website or "").removeprefix("https://").removeprefix("http://"),
            hours=company.utility_bill_hours or "",
            dispatcher=company.utility_bill_dispatcher or "",
        )

    def supplier_party(self, supplier_id, company=None):
        """A supplier as the one who is paid; nothing: the company."""
        if not supplier_id:
            return self.party(company)
        # sudo: readers of bills need not read the address book and bank accounts of suppliers;
        # what is read is printed on every bill
        return self._party(self.env["res.partner"].sudo().browse(supplier_id))

    def _party(self, partner):
        if partner not in self._parties:
            values = partner._document_partner()
            bank = partner.bank_ids[:1]
            self._parties[partner] = BillParty(
                name=values["name"],
                code=values["code"],
                address=_address(partner),
                phone=values["phone"],
                email=values["email"],
                bank_name=bank.bank_id.name or "",
                bank_code=bank.bank_id.bic or "",
                account=bank.acc_number or "",
                correspondent=bank.utility_correspondent_account or "",
            )
        return self._parties[partner]


def _facts(premise, words):
    area = f"{premise.total_area or 0:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    facts = [
        (words["fact_area"], f"{area} м²") if premise.total_area else None,
        (words["fact_residents"], str(premise.residents)) if premise.residents else None,
        (words["fact_unified"], premise.unified) if premise.unified else None,
    ]
    return tuple(fact for fact in facts if fact)


def _area(value):
    """The ORM's figure as it was written; nothing for none."""
    return Decimal(str(round(value, 4))) if value else None


def _address(partner):
    """Address as papers of the country have it: from large to small, without the country."""
    parts = (partner.zip, partner.city, partner.street, partner.street2)
    return ", ".join(part.strip() for part in parts if part)

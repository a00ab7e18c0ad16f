"""People and organisations of the open exchange file: payers, owners, residents."""

from . import entities
from . import exchange_words as words
from .lookup import People
from .rows import RowError


class ExchangePeople:
    """Plans the partners of an account with their ownership and residence."""

    def prepare_people(self):
        accounts = self.env["utility.account"].union(*self.accounts.values())
        self.people = People(self.env, accounts)
        self.resident_refs = {}

    def payer_of(self, account):
        """The resident who pays: the one marked so, else an owner, else the first."""
        residents = account.residents
        for test in (
            lambda r: r.main_payer,
            lambda r: r.flats_relation == words.OWNER,
            lambda r: True,
        ):
            if found := next((r for r in residents if test(r)), None):
                return found
        raise RowError("IMP-NO-PAYER", "residents", account.account)

    def plan_people(self, work, account, premise, opened):
        """Wish for everybody of the account; returns the Ref of the payer."""
        payer = self.payer_of(account)
        known = self.accounts.get(account.id)
        refs = {}
        for place, resident in enumerate(account.residents):
            partner = self._partner(work, account, known, resident, place)
            refs[place] = partner
            if resident.share or resident.flats_relation == words.OWNER:
                self._ownership(work, premise, partner, resident, opened)
        self.resident_refs[account.id] = refs
        return refs[account.residents.index(payer)]

    def _partner(self, work, account, known, resident, place):
        company = self.company.id
        number = resident.id or f"{account.id}/{place + 1}"
        values = {
            "name": resident.name or None,
            "ref": number,
            "phone": next(
                filter(None, (resident.mobile_phone_1, resident.home_phone, resident.work_phone)),
                None,
            ),
            "email": resident.email or None,
        }
        if resident.entity:
            values.update(
                vat=resident.entity.inn or None, street=resident.entity.legal_address or None
            )
        elif resident.individual:
            values["vat"] = resident.individual.ssn or None
        else:
            raise RowError("IMP-NO-PAYER", "residents", account.account)
        found = self.people.find(known.id, resident.name) if known else None
        return work.want(
            entities.PARTNER,
            [("ref", (company, number))],
            values,
            {"company_id": company, "is_company": bool(resident.entity)},
            known=found,
        )

    def _ownership(self, work, premise, partner, resident, opened):
        start = resident.date_from or opened
        values = {"external_id": resident.id or None, "date_to": resident.date_to}
        if resident.share:
            values["share_numerator"] = resident.share.numerator
            values["share_denominator"] = resident.share.denominator
            values["kind"] = "shared" if resident.share < 1 else "sole"
        keys = [("found", (premise, partner, start))]
        if resident.id:
            keys.insert(0, ("external", (self.company.id, resident.id)))
        work.want(
            entities.OWNERSHIP,
            keys,
            values,
            {"premise_id": premise, "partner_id": partner, "date_from": start},
        )

    def note_residents(self, work, account, ref, opened):
        """Wish for the residence of all who live there; a mere number is a fact of its own."""
        listed = False
        for place, resident in enumerate(account.residents):
            partner = self.resident_refs[account.id][place]
            for number, stay in enumerate(resident.residence):
                listed = True
                self._residency(work, ref, partner, resident, stay, number, opened)
            if (
                not resident.residence
                and resident.individual
                and resident.flats_relation == words.DWELLER
            ):
                listed = True
                self._residency(work, ref, partner, resident, None, 0, opened)
        persons = (
            account.residents_count if account.residents_count is not None else account.registered
        )
        if not listed and persons:
            identity = {"account_id": ref, "partner_id": False, "kind": "declared"}
            work.note("persons", identity, opened, {"persons": persons})

    def _residency(self, work, account, partner, resident, stay, number, opened):
        start = (stay and stay.date_from) or resident.date_from or opened
        kind = {"const": "permanent", "tmp": "temporary"}[stay.type] if stay else "actual"
        person = resident.individual
        external = f"{resident.id}/{number + 1}" if number else resident.id
        values = {
            "kind": kind,
            "date_from": start,
            "date_to": stay.date_to if stay else resident.date_to,
            "birth_date": person.birthdate if person else None,
            "relationship": resident.relationship or None,
            "identity_document": _document(person) if person else None,
            "external_id": external or None,
        }
        if stay and stay.out_reason:
            values["departure_reason"] = words.OUT_REASONS.get(stay.out_reason, "other")
        keys = [("found", (account, partner, start))]
        if external:
            keys.insert(0, ("external", (self.company.id, external)))
        work.want(
            entities.RESIDENCY,
            keys,
            values,
            {"account_id": account, "partner_id": partner, "date_from": start},
        )


def _document(person):
    parts = (person.document_type, person.document_serial, person.document_number)
    return " ".join(filter(None, parts)) or None

"""Persons and organisations of rows."""

from . import entities
from .rows import RowError


def full_name(row):
    """Name out of one column or of the parts; empty when the row has none."""
    if row["name"]:
        return row["name"]
    parts = (row["last_name"], row["first_name"], row["middle_name"])
    return " ".join(part for part in parts if part)


def want_person(work, row, known, account_key, company, name):
    """Wish for the partner ``name`` around an account: one that is known there, or a new one.

    :param known: id of a partner found by :class:`lookup.People`, or None
    :param account_key: what the rows of one account have in common
    """
    values = row.some("phone", "email")
    if known:
        return work.want(entities.PARTNER, (), values, known=known)
    keys = []
    if row["vat"]:
        keys.append(("vat", (False, row["vat"])))
        values["vat"] = row["vat"]
    keys.append(("person", (account_key, name)))
    return work.want(
        entities.PARTNER,
        keys,
        values,
        {"name": name, "company_id": company.id, "is_company": False},
    )


def want_organisation(work, row, company, name):
    """Wish for an organisation: by its tax number, else by its exact name."""
    if not name:
        raise RowError("IMP-REQUIRED", "name", label="Full Name")
    keys = [("vat", (True, row["vat"]))] if row["vat"] else []
    keys.append(("company", (True, name)))
    return work.want(
        entities.PARTNER,
        keys,
        row.some("phone", "email", "vat"),
        {"name": name, "company_id": company.id, "is_company": True},
    )

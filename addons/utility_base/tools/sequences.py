"""Numbers of documents: each company has its own journal."""


def next_number(env, template, code, company, date, part=""):
    """Next number of ``company`` from its journal ``code``, which is made when first needed.

    :param template: XML id of the sequence that a new journal is a copy of
    :param date: day that chooses the part of the journal; each year begins with one
    :param part: what tells journals of one template apart in their names
    """
    # who makes documents has no rights on sequences; this one is that of their journal
    sequences = env["ir.sequence"].sudo()
    own = sequences.search([("code", "=", code), ("company_id", "=", company.id)], limit=1)
    if not own:
        shared = env.ref(template).sudo()
        name = ", ".join(word for word in (shared.name, part, company.name) if word)
        own = shared.copy({"company_id": company.id, "name": name, "code": code})
    return own.next_by_id(sequence_date=date)

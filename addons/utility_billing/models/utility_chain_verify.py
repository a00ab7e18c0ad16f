from odoo import api, fields, models
from odoo.tools import SQL

from ..closing.journal import CONTENT, digests
from ..closing.shared import sorted_groups, speed_up
from .utility_chain_link import PARTS, START, link_hash

MARK = 6  # bytes a row in a leaf
SHOWN = 100  # differences of a link that are named


class UtilityChainLink(models.Model):
    """Verification: the links against each other, and the sealed rows against the links (Z17)."""

    _inherit = "utility.chain.link"

    @api.model
    def _verify(self, company):
        """What is wrong in the journal of ``company``: ``[{link, code, run, account, row, text}]``.

        Codes: ``gap``, ``link``, ``head``, ``leaf`` (the journal itself was changed), ``edited``,
        ``deleted``, ``added`` (sealed rows were), ``unsealed`` (rows that nobody approved).
        """
        self.env.flush_all()
        links = self.search([("company_id", "=", company.id)], order="number")
        problems = self._verify_chain(company, links)
        current = links._current()
        for link in current:
            problems += link._verify_content()
        problems += self._verify_unsealed(company)
        self._remember(links, problems)
        return problems

    def _verify_chain(self, company, links):
        problems, previous, number = [], START, 0
        for link in links:
            number += 1
            if link.number != number:
                problems.append(link._problem("gap", self.env._("Link %s is missing.", number)))
                number = link.number
            values = {
                part: link[part].id if part.endswith("_id") and part not in ("first_id", "last_id")
                else link[part]
                for part in PARTS
            }  # fmt: skip
            values["row_count"] = link.row_count
            if link.previous_hash != previous or link.hash != link_hash(values):
                problems.append(
                    link._problem("link", self.env._("Link %s was changed.", link.number))
                )
            previous = link.hash
        if links and (company.utility_chain_hash, company.utility_chain_number) != (
            previous,
            number,
        ):
            problems.append(
                links[-1]._problem("head", self.env._("The end of the journal was cut off."))
            )
        return problems

    def _current(self):
        """Links whose rows must still be there: a later closing of a month replaces an earlier."""
        closed = self.env["utility.period"].search(
            [("company_id", "in", self.company_id.ids), ("state", "=", "closed")]
        )
        months = {(p.company_id, p.date_from) for p in closed}
        last = {}
        for link in self:
            if link.kind == "charges":
                last[link.id] = link
            elif link.kind not in ("closing", "reopening"):
                key = (link.company_id, link.kind, link.period_date)
                last[key] = link if (link.company_id, link.period_date) in months else None
        return [link for link in last.values() if link]

    def _verify_content(self):
        self.ensure_one()
        query = SQL("SELECT %s FROM utility_chain_leaf WHERE link_id = %s", CONTENT, self.id)
        problems = []
        if self.env.execute_query(query)[0][0] != self.content_hash:
            problems.append(
                self._problem("leaf", self.env._("Digests of link %s were changed.", self.number))
            )
        link = {
            "company_id": self.company_id.id,
            "run_id": self.run_id.id,
            "first_id": int(self.first_id or 0),
            "last_id": int(self.last_id or 0),
            "date_from": self.date_from or None,
            "date_to": self.date_to or None,
        }
        speed_up(self.env)
        with sorted_groups(self.env):
            different = self.env.execute_query(
                SQL(
                    """
                    SELECT key, f.row_ids, f.marks, l.row_ids, l.marks
                      FROM (%s) f
                      FULL JOIN (SELECT * FROM utility_chain_leaf WHERE link_id = %s) l USING (key)
                     WHERE f.digest IS DISTINCT FROM l.digest ORDER BY key LIMIT %s
                    """,
                    digests(self.kind, link),
                    self.id,
                    SHOWN,
                )
            )
        for key, ids, marks, sealed_ids, sealed_marks in different:
            problems += self._differences(key, _rows(ids, marks), _rows(sealed_ids, sealed_marks))
        return problems

    def _differences(self, key, found, sealed):
        """Rows of an account or day that are not as they were sealed."""
        account = None if self.kind == "payments" else key
        rows = []
        for row in sorted(found.keys() | sealed.keys()):
            if row not in found:
                text = self.env._("Row %(row)s of %(what)s was deleted.", **self._words(row, key))
                rows.append(self._problem("deleted", text, account, row))
            elif row not in sealed:
                text = self.env._("Row %(row)s of %(what)s was added.", **self._words(row, key))
                rows.append(self._problem("added", text, account, row))
            elif found[row] != sealed[row]:
                text = self.env._("Row %(row)s of %(what)s was edited.", **self._words(row, key))
                rows.append(self._problem("edited", text, account, row))
        return rows

    def _words(self, row, key):
        kind = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        parts = [kind, self.run_id.name]
        if self.kind != "payments":
            accounts = self.env["utility.account"].with_context(active_test=False)
            parts.append(accounts.browse(key).exists().number or key)
        return {"row": row, "what": ", ".join(str(part) for part in parts if part)}

    def _verify_unsealed(self, company):
        """Charges in the final runs of closed months that no link has."""
        rows = self.env.execute_query(
            SQL(
                """
                WITH sealed AS MATERIALIZED (
                    SELECT run_id, first_id::bigint AS first, last_id::bigint AS last
                      FROM utility_chain_link WHERE company_id = %(company)s AND kind = 'charges'),
                unsealed AS (
                    SELECT c.id, c.run_id, r.name, c.account_id
                      FROM utility_billing_run r
                      JOIN utility_period p ON p.id = r.period_id AND p.state = 'closed'
                      JOIN utility_charge c ON c.run_id = r.id
                     WHERE r.company_id = %(company)s AND NOT COALESCE(r.simulation, FALSE)
                       AND r.state IN ('approved', 'documents', 'posted', 'reversed')
                       AND EXISTS (SELECT FROM utility_chain_link k
                                    WHERE k.company_id = r.company_id AND k.kind = 'closing'
                                      AND k.period_date = p.date_from)
                       AND NOT EXISTS (SELECT FROM sealed l
                                        WHERE l.run_id = c.run_id
                                          AND c.id BETWEEN l.first AND l.last)
                     ORDER BY c.id LIMIT %(shown)s)
                SELECT c.id, c.run_id, c.name, c.account_id, a.number
                  FROM unsealed c LEFT JOIN utility_account a ON a.id = c.account_id ORDER BY c.id
                """,
                company=company.id,
                shown=SHOWN,
            )
        )
        return [
            {
                "link": None,
                "code": "unsealed",
                "run": run,
                "account": account,
                "row": row,
                "text": self.env._(
                    "Row %(row)s of %(what)s was added after the closing.",
                    row=row,
                    what=", ".join(filter(None, (name, number))),
                ),
            }
            for row, run, name, account, number in rows
        ]

    def _problem(self, code, text, account=None, row=None):
        return {
            "link": self.id,
            "code": code,
            "run": self.run_id.id or None,
            "account": account,
            "row": row,
            "text": text,
        }

    def _remember(self, links, problems):
        """The result stays on the links; what belongs to none stands on the last."""
        if not links:
            return
        texts = {}
        for problem in problems:
            texts.setdefault(problem["link"] or links[-1].id, []).append(problem["text"])
        self.env.cr.execute(
            SQL(
                "UPDATE utility_chain_link SET verified_at = %s, problem = NULL WHERE id = ANY(%s)",
                fields.Datetime.now(),
                links.ids,
            )
        )
        for link, lines in texts.items():
            self.env.cr.execute(
                SQL(
                    "UPDATE utility_chain_link SET problem = %s WHERE id = %s",
                    "\n".join(lines),
                    link,
                )
            )
        self.invalidate_model()

    @api.model
    def _cron_verify(self):
        """Verify the journals of all companies; what is found blocks the next closing."""
        for company in self.env["res.company"].search([("utility_chain_number", ">", 0)]):
            self._verify(company)

    @api.model
    def action_verify(self):
        """Verify the journal of the company and tell the result."""
        self.check_access("read")
        problems = self._verify(self.env.company)
        text = "\n".join(problem["text"] for problem in problems[:10])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if problems else "success",
                "sticky": bool(problems),
                "title": self.env._("Journal"),
                "message": text or self.env._("Every sealed row is as it was."),
            },
        }

    @api.model
    def _export(self, company):
        """The heads of the journal as text, to be kept or signed outside of the program."""
        lines = [f"# utility journal of {company.name} ({company.id})"]
        for link in self.search([("company_id", "=", company.id)], order="number"):
            period = link.period_date and f"{link.period_date:%Y-%m}"
            lines.append(
                f"{link.number} {link.sealed_at} {link.kind} {period or '-'} {link.row_count}"
                f" {link.amount or '-'} {link.hash}"
            )
        return "\n".join(lines) + "\n"

    @api.model
    def _compare_export(self, company, text):
        """Numbers of exported links that the journal of today no longer has so."""
        known = {link.number: link.hash for link in self.search([("company_id", "=", company.id)])}
        exported = (line.split() for line in text.splitlines() if line and line[0] != "#")
        return [int(line[0]) for line in exported if known.get(int(line[0])) != line[-1]]


def _rows(ids, marks):
    """``{row id: mark}`` of a leaf."""
    data = bytes(marks or b"")
    return {row: data[MARK * i : MARK * (i + 1)] for i, row in enumerate(ids or [])}

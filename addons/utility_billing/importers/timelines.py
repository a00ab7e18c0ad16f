"""Tariffs, norms and rule parameters from a table: what places of a row mean, and dated values."""

from collections import defaultdict
from datetime import timedelta

from odoo.addons.utility_base.gateway.values import name_key
from odoo.addons.utility_base.importers import targets
from odoo.addons.utility_base.importers.base import Importer
from odoo.addons.utility_base.importers.fields import Target
from odoo.addons.utility_base.importers.lookup import Services
from odoo.addons.utility_base.importers.rows import RowError, found_or_error
from odoo.addons.utility_base.importers.work import differs

DAY = timedelta(days=1)

COMPONENT = Target("component", "Component", help="Code or name, e.g. heat.",
                   aliases=("компонент", "составляющая", "складова", "құрамдас"))  # fmt: skip
CATEGORY = Target("category", "Customer Category", help="Code or name; empty: everybody.",
                  aliases=("категория", "категория потребителей", "группа потребителей",
                           "категорія споживачів", "тұтынушылар санаты", "customer"))  # fmt: skip
TERRITORY = Target("territory", "Territory", help="Name of the settlement; empty: everywhere.",
                   aliases=("территория", "населённый пункт", "територія", "населений пункт",
                            "аумақ", "елді мекен"))  # fmt: skip
SUPPLIER = Target("supplier", "Supplier", help="Name or tax number.",
                  aliases=("поставщик", "исполнитель", "постачальник", "жеткізуші"))  # fmt: skip
ORDER = Target("order", "Order", help="Act that sets the value.",
               aliases=("приказ", "постановление", "нормативный акт", "документ", "наказ",
                        "рішення", "бұйрық"))  # fmt: skip
VALUE_ALIASES = ("значение", "значення", "мәні", "value")
SINCE = targets.DATE_FROM
UNTIL = targets.DATE_TO


class TimelineImporter(Importer):
    """Rows that say what holds from a day on.

    The same file twice changes nothing; a value of the same day is corrected; a later one ends the
    row that held; an earlier one than all ends where they begin. ``model``: what rows make.
    """

    model = ""

    def prepare(self, rows):
        self.services = Services(self.env, self.company)
        self._words = {
            name: self._by_word(name, fields)
            for name, fields in (
                ("utility.customer.category", ("code", "name")),
                ("utility.locality", ("name",)),
            )
        }
        suppliers = {row["supplier"] for row in rows if "supplier" in row}
        self._suppliers = defaultdict(lambda: self.env["res.partner"])
        for partner in self.env["res.partner"].search(
            ["|", ("name", "in", list(suppliers)), ("vat", "in", list(suppliers))]
        ):
            for word in {partner.name, partner.vat} - {False}:
                self._suppliers[name_key(word)] |= partner

    def _by_word(self, model, fields):
        found = {}
        for record in self.env[model].search([("company_id", "in", (False, self.company.id))]):
            for field in fields:
                found.setdefault(name_key(record[field] or ""), record)
        return found

    def service(self, row):
        """The service of the row, or none where the row names none."""
        if "service" not in row:
            return self.env["utility.service"]
        return found_or_error(self.services.find(row["service"]), "service")

    def component(self, row, service):
        if "component" not in row:
            return False
        key = name_key(row["component"])
        for part in service.component_ids:
            if key in (name_key(part.code or ""), name_key(part.name or "")):
                return part.id
        known = ", ".join(service.component_ids.mapped("code"))
        raise RowError("BIL-COMPONENT", "component", row["component"], known=known or "–")

    def place(self, row, target, model):
        """Id of the category or territory that a cell names, or False."""
        if target not in row:
            return False
        words = self._words[model]
        found = words.get(name_key(row[target]))
        if found is None:
            known = ", ".join(sorted(r.display_name for r in set(words.values()))[:20])
            raise RowError("BIL-UNKNOWN", target, row[target], known=known or "–")
        return found.id

    def supplier(self, row):
        if "supplier" not in row:
            return False
        found = self._suppliers[name_key(row["supplier"])]
        if len(found) != 1:
            known = ", ".join(found.mapped("display_name")) or "–"
            raise RowError("BIL-UNKNOWN", "supplier", row["supplier"], known=known)
        return found.id

    def finish(self, work):
        """Put the values of all rows into their timelines, the oldest first."""
        notes = sorted(work.notes["value"], key=lambda note: note[2])
        for row, key, day, end, values in notes:
            self._set(work, row, key, day, end, values)

    def _set(self, work, row, key, day, end, values):
        known = self._known(key)
        same = known.filtered(lambda r: r.date_from == day)[:1]
        if same:
            wanted = {**values, **({"date_to": end} if end else {})}
            self._correct(work, row, same, wanted)
            return
        cover = known.filtered(
            lambda r: (not r.date_from or r.date_from < day) and (not r.date_to or r.date_to >= day)
        )[:1]
        if cover and not self._differs(cover, values) and end in (None, cover.date_to):
            row.record = row.record or (cover._name, cover.id)
            return
        later = known.filtered(lambda r: r.date_from and r.date_from > day).sorted("date_from")[:1]
        stop = end or cover.date_to or (later.date_from - DAY if later else False)
        if cover:
            work.write(row, cover, {"date_to": day - DAY}, main=False)
        self._create(work, row, {**key, **values, "date_from": day, "date_to": stop})

    def _create(self, work, row, vals):
        return work.create(self.model, [(row, vals)], main=True)

    def _known(self, key):
        return self.env[self.model].search([(name, "=", value) for name, value in key.items()])

    def _correct(self, work, row, record, values):
        work.write(row, record, values, main=True)
        row.record = row.record or (record._name, record.id)

    def _differs(self, record, values):
        return any(
            differs(
                record._fields[name],
                self.env,
                record[name].id if record._fields[name].relational else record[name],
                float(value) if record._fields[name].type == "float" else value,
            )
            for name, value in values.items()
            if value is not None
        )

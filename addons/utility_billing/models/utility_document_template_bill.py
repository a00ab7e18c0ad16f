import io

from odoo import api, fields, models
from odoo.tools.pdf import PdfReader, PdfWriter

from ..gateway.bill_view import LANGUAGES, bills_data, default_words
from ..gateway.document import libraries, pictures

# Bills a compilation. The typesetter's cache holds the last ten: 25 bills take 0.8 GB of a worker,
# 50 take 1.4 GB and are not faster.
BATCH = 25
#: seconds that a batch may take: a hundred times what a usual bill does
SECONDS = 60
#: kinds of templates that lay out bills
BILL_KINDS = ("bill", "bill_capital", "bill_appendix")


class UtilityDocumentTemplate(models.Model):
    _inherit = "utility.document.template"

    kind = fields.Selection(
        selection_add=[
            ("bill", "Bill"),
            ("bill_capital", "Bill: capital repair"),
            ("bill_appendix", "Bill: why this amount"),
            ("bill_summary", "Bill: summary of a payer"),
        ],
        ondelete={
            "bill": "cascade",
            "bill_capital": "cascade",
            "bill_appendix": "cascade",
            "bill_summary": "cascade",
        },
    )

    @api.model
    def _render_bills(self, documents, company=None, created=None):
        """One PDF of :class:`~..gateway.bill_data.BillDocument`, in their order.

        Each bill takes the template chosen for its account, else the one of its kind, language and
        variant. Labels of a template replace the words of the form that have the same key
        (``data/bill_labels.json``).

        :param datetime created: makes equal bills equal bytes
        :raises UserError: a template is wrong, or there is none
        """
        documents = tuple(documents)
        templates = {}
        batches = []
        for document in documents:
            key = document.template, document.form, document.lang, document.variant
            if key not in templates:
                templates[key] = self._bill_template(document, company)
            template = templates[key]
            if not batches or batches[-1][0] != template or len(batches[-1][1]) >= BATCH:
                batches.append((template, []))
            batches[-1][1].append(document)
        words = {template: template._bill_words() for template in templates.values()}
        parts = []
        for template, batch in batches:
            data = bills_data(batch, words[template])
            parts.append(
                template._render(
                    data,
                    data["lang"],
                    files=libraries(self._appendix_source(data["lang"], company)),
                    assets=pictures(batch),
                    created=created,
                    seconds=SECONDS,
                )
            )
        return parts[0] if len(parts) == 1 else _joined(parts)

    @api.model
    def _bill_template(self, document, company):
        """The template of a document: that of its account, else the best of its kind."""
        chosen = self.browse(document.template or ()).exists()
        if chosen.active and document.form == "bill":
            return chosen
        kinds = (document.form, "bill")
        kind = next((k for k in kinds if self.search_count([("kind", "=", k)], limit=1)), "bill")
        return self._find(kind, document.lang, company, document.variant)

    def _render(self, data, lang, fmt="pdf", **options):
        if self.kind in BILL_KINDS and "files" not in options:
            own = self.source if self.kind == "bill_appendix" else None
            company = self.company_id or self.env.company
            options["files"] = libraries(own or self._appendix_source(lang, company))
        return super()._render(data, lang, fmt, **options)

    @api.model
    def _appendix_source(self, lang, company):
        """Source of the appendix; None: the one that the suite ships."""
        if not self.search_count([("kind", "=", "bill_appendix")], limit=1):
            return None
        return self._find("bill_appendix", lang, company).source

    def _sample_data(self):
        """The sample with the words of the form, those that this template renames among them."""
        data = super()._sample_data()
        if self.kind in BILL_KINDS and isinstance(data.get("bills"), list):
            own, given = self._bill_words(), data.get("words", {})
            data["words"] = {
                lang: {**words, **given.get(lang, {}), **own[lang]}
                for lang, words in default_words().items()
            }
        return data

    def _bill_words(self):
        """{language: {key: text}} of the shared labels of bills (``bill_…``) and the template's own."""
        self.ensure_one()
        shared = self.env["utility.document.label"].search(
            [("template_id", "=", False), ("key", "=like", "bill\\_%")]
        )
        return {
            lang: {label.key: label[lang] for label in shared + self.label_ids if label[lang]}
            for lang in LANGUAGES
        }


def _joined(parts):
    """One PDF of several."""
    writer = PdfWriter()
    for part in parts:
        for page in PdfReader(io.BytesIO(part)).pages:
            writer.add_page(page)
    with io.BytesIO() as target:
        writer.write(target)
        return target.getvalue()

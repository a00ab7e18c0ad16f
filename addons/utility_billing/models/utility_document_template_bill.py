import io

from odoo import api, fields, models
from odoo.tools.pdf import PdfReader, PdfWriter

from ..gateway.bill_view import LANGUAGES, bills_data

# Bills a compilation. The typesetter's cache holds the last ten: 25 bills take 0.8 GB of a worker,
# 50 take 1.4 GB and are not faster.
BATCH = 25


class UtilityDocumentTemplate(models.Model):
    _inherit = "utility.document.template"

    kind = fields.Selection(selection_add=[("bill", "Bill")], ondelete={"bill": "cascade"})

    @api.model
    def _render_bills(self, documents, company=None, created=None):
        """One PDF of :class:`~..gateway.bill_data.BillDocument`, in their order.

        Each bill takes the template of its language. Labels of a template replace the words of
        the form that have the same key (``data/bill_labels.json``).

        :param datetime created: makes equal bills equal bytes
        :raises UserError: a template is wrong, or there is none
        """
        documents = tuple(documents)
        langs = {document.lang for document in documents}
        templates = {lang: self._find("bill", lang, company) for lang in langs}
        batches = []
        for document in documents:
            template = templates[document.lang]
            if not batches or batches[-1][0] != template or len(batches[-1][1]) >= BATCH:
                batches.append((template, []))
            batches[-1][1].append(document)
        parts = []
        for template, batch in batches:
            data = bills_data(batch, template._bill_words())
            parts.append(template._render(data, data["lang"], created=created))
        return parts[0] if len(parts) == 1 else _joined(parts)

    def _sample_data(self):
        """The sample, with the words that this template renames, so that the preview shows them."""
        data = super()._sample_data()
        if self.kind == "bill" and isinstance(data.get("words"), dict):
            own = self._bill_words()
            data["words"] = {
                lang: {**words, **own.get(lang, {})} for lang, words in data["words"].items()
            }
        return data

    def _bill_words(self):
        """{language: {key: text}} of the template's own labels."""
        self.ensure_one()
        return {
            lang: {label.key: label[lang] for label in self.label_ids if label[lang]}
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

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

# Words that people say around the parts of an address; the numbers and names find it.
_NOISE = frozenset(
    "д дом кв квартира ул улица г город корп корпус комн пом"
    " буд будинок вул вулиця м місто прим кім"
    " үй пәтер п көш көшесі қ қаласы".split()
)
_EDGES = ".,;:№#()«»\"'"


class UtilityWordsMixin(models.AbstractModel):
    """Search by words in any order: ``ленина 10 5`` finds ``ул. Ленина, д. 10, кв. 5`` (A19).

    Words of letters are looked for anywhere in ``_rec_names_search``; those that begin with a
    digit are whole numbers in ``_words_address`` or parts of the other fields.
    """

    _name = "utility.words.mixin"
    _description = "Search by words"

    _words_address = ("address",)

    @api.model
    def _search_display_name(self, operator, value):
        words = self._words(value) if operator == "ilike" and isinstance(value, str) else []
        if len(words) < 2:
            return super()._search_display_name(operator, value)
        return self._found_first(Domain.AND(self._word_domain(word) for word in words))

    @api.model
    def _found_first(self, domain):
        """``domain``, answered before PostgreSQL thinks of order and limit.

        It cannot know that the words of an address belong together: expecting thousands of hits
        it would walk the million accounts in the order of their numbers until it has eight.
        """

        def to_sql(model, alias, query):
            # rights are checked by the query around
            model = model.sudo().with_context(active_test=False)
            return SQL(
                "%s = ANY(ARRAY(%s))", SQL.identifier(alias, "id"), model._search(domain).select()
            )

        return Domain.custom(
            to_sql=to_sql, predicate=lambda record: bool(record.filtered_domain(domain))
        )

    @api.model
    def _words(self, text):
        words = [word.strip(_EDGES) for word in text.split()]
        return [word for word in words if word and word.lower() not in _NOISE]

    @api.model
    def _word_domain(self, word):
        number = word[0].isdigit()
        domains = []
        for name in self._rec_names_search:
            if not number:
                domains.append(Domain(name, "ilike", word))
            elif name in self._words_address:
                # a number ends with its part of the address: 1 is neither 10 nor 21
                domains += [Domain(name, "ilike", f" {word}{end}") for end in (",", " ")]
                domains.append(Domain(name, "=ilike", f"% {word}"))
            elif len(word) >= 3:
                domains.append(Domain(name, "ilike", word))
        return Domain.OR(domains)

from odoo import models
from odoo.tools import SQL


class UtilityLimitedMixin(models.AbstractModel):
    """A large table of which a user with few houses sees little.

    PostgreSQL reads such a list in the order of the ids until a page is full, and for a user whose
    houses are old it reads all the newer rows of the others first. An order that no index has makes
    it begin with the houses.
    """

    _name = "utility.limited.mixin"
    _description = "Large table with limits"

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name == "id" and not self.env.su and self.env.user._utility_sees_little():
            number = SQL("(%s + 0)", self._field_to_sql(alias, "id", query))
            query._order_groupby.append(number)
            return SQL("%s %s %s", number, direction, nulls)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

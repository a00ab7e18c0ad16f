from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: buildings of a user up to which searches begin with them
FEW_BUILDINGS = 200


class ResUsers(models.Model):
    """What of the register a user may see beyond his role (R01)."""

    _inherit = "res.users"

    utility_customer_scope = fields.Selection(
        [
            ("all", "Individuals and organisations"),
            ("individual", "Individuals only"),
            ("organisation", "Organisations only"),
        ],
        default="all",
        required=True,
        string="Visible Customers",
        help="Which personal accounts, and all that belongs to them, the user may see (R01).",
    )
    # Deleting a building must not empty the list: an empty list means "all buildings".
    utility_building_ids = fields.Many2many(
        "utility.building",
        "utility_building_res_users_rel",
        "user_id",
        "building_id",
        string="Visible Buildings",
        ondelete="restrict",
        context={"active_test": False},
        help="Empty: all buildings of the user's companies.",
    )

    def _get_invalidation_fields(self):
        # record rules are evaluated once for a user and kept in the registry's cache
        return super()._get_invalidation_fields() | {
            "utility_customer_scope",
            "utility_building_ids",
        }

    def _utility_kind_limit(self, path, free=None):
        """Domain that keeps the kinds of customers which the user may see, for record rules.

        :param path: leads from a record to the kind of its account (``account_id.kind``) or to
            the flag of a partner that tells organisations (``partner_id.is_company``)
        :param free: path that is empty on records of nobody (a meter of the house, a meter in
            stock); everyone sees those
        :return: list, empty where the user has no such limit
        """
        self.ensure_one()
        scope = self.utility_customer_scope
        if scope == "all":
            return []
        value = scope == "organisation" if path.endswith("is_company") else scope
        return self._utility_or_free((path, "=", value), free)

    def _utility_building_limit(self, path, free=None):
        """Domain that keeps the buildings which the user may see; see ``_utility_kind_limit``."""
        self.ensure_one()
        # archived buildings count: the list must not look empty because of them
        buildings = self.with_context(active_test=False).utility_building_ids
        if not buildings:
            return []
        return self._utility_or_free((path, "in", buildings.ids), free)

    def _utility_meter_limit(self):
        """Domain of what belongs to the meters which the user may see.

        A sub-query, which PostgreSQL can begin with; the condition "or of nobody" on a joined
        table would make it read all verifications to find those of one house.
        """
        meters = Domain(self._utility_kind_limit("account_id.kind", "account_id"))
        meters &= Domain(self._utility_building_limit("building_id", "building_id"))
        if meters.is_true():
            return meters

        # of few meters an array, which PostgreSQL looks up one by one in the index
        condition = "%s = ANY(ARRAY%s)" if self._utility_sees_little() else "%s IN %s"

        def to_sql(model, alias, query):
            # part of a rule: the limits are asked for here, rules would only repeat them
            found = model.env["utility.meter"].sudo().with_context(active_test=False)
            return SQL(
                condition, SQL.identifier(alias, "meter_id"), found._search(meters).subselect()
            )

        return Domain.custom(
            to_sql=to_sql, predicate=lambda record: bool(record.meter_id.filtered_domain(meters))
        )

    def _utility_sees_little(self):
        """Whether the user is limited to so few buildings that a search begins with them."""
        self.ensure_one()
        buildings = self.with_context(active_test=False).utility_building_ids
        return 0 < len(buildings) <= FEW_BUILDINGS

    def _utility_or_free(self, condition, free):
        return ["|", (free, "=", False), condition] if free else [condition]

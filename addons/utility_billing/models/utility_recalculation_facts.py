"""Facts without days of their own (payers' groups, settings, containers): their change concerns every
month that was charged, so where one is closed a recalculation is asked for."""

from datetime import date

from odoo import api, models


class UtilityRecalculationFactMixin(models.AbstractModel):
    """Watches ``_recalculation_fields`` of a model: what changes in them asks for a recalculation."""

    _name = "utility.recalculation.fact.mixin"
    _description = "Changed facts are recalculated"

    _recalculation_fields = ()

    def _changed_buildings(self):
        """Buildings that the record concerns; None: all of the company."""
        return None

    def _values_to_recalculate(self, names):
        return {record: [record[name] for name in names] for record in self}

    def _ask_facts(self):
        """Ask for the records, from the first month that was charged."""
        requests = self.env["utility.recalculation"]
        for company, records in self.grouped("company_id").items():
            for owner in company or self.env.companies:
                if self.env["utility.period"]._closed_until(owner):
                    for record in records:
                        requests._request(
                            owner,
                            date.min,
                            f"{record._description}: {record.display_name}",
                            record._changed_buildings(),
                        )

    def write(self, vals):
        names = [name for name in self._recalculation_fields if name in vals]
        if not names:
            return super().write(vals)
        before = self._values_to_recalculate(names)
        result = super().write(vals)
        after = self._values_to_recalculate(names)
        self.filtered(lambda record: before[record] != after[record])._ask_facts()
        return result


class UtilityAccount(models.Model):
    _name = "utility.account"
    _inherit = ["utility.account", "utility.recalculation.fact.mixin"]
    _recalculation_fields = ("declared_owner_count", "customer_category_id", "kind")

    def _changed_buildings(self):
        return self.building_id


class UtilityPremise(models.Model):
    _name = "utility.premise"
    _inherit = ["utility.premise", "utility.recalculation.fact.mixin"]
    _recalculation_fields = ("individually_heated", "rooms_area_total", "kind", "parent_id")

    def _changed_buildings(self):
        return self.building_id


class UtilityMeter(models.Model):
    _name = "utility.meter"
    _inherit = ["utility.meter", "utility.recalculation.fact.mixin"]
    _recalculation_fields = ("ratio", "digits")

    def _changed_buildings(self):
        places = self.installation_ids
        return places.building_id | places.served_building_ids


class UtilityMeterInstallation(models.Model):
    _name = "utility.meter.installation"
    _inherit = ["utility.meter.installation", "utility.recalculation.fact.mixin"]
    _recalculation_fields = (
        "date_from",
        "date_to",
        "served_building_ids",
        "share_by",
        "service_id",
        "component_id",
    )

    def _changed_buildings(self):
        return self.building_id | self.served_building_ids


class UtilityContainer(models.Model):
    _name = "utility.container"
    _inherit = ["utility.container", "utility.recalculation.fact.mixin"]
    _recalculation_fields = ("volume", "count", "persons_total", "area_total", "active")

    def _changed_buildings(self):
        return self.building_id

    @api.ondelete(at_uninstall=False)
    def _unlink_asks_recalculation(self):
        self._ask_facts()


class UtilityService(models.Model):
    _name = "utility.service"
    _inherit = ["utility.service", "utility.recalculation.fact.mixin"]
    _recalculation_fields = (
        "resource",
        "basis",
        "formula",
        "vat_mode",
        "vat_rate",
        "volume_source_ids",
        "heat_norm",
        "heat_norm_of_house",
        "heating_mode",
        "season_months",
        "common_needs",
        "common_method",
        "common_of_id",
        "common_volume",
        "common_share",
        "waste_accounting",
    )

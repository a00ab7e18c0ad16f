"""Settings without days of their own: a change of them holds for all months that were charged."""

from datetime import date

from odoo import api, models


class UtilityRecalculationSettings(models.AbstractModel):
    """Watches some fields of a model; only a value that changes asks for a recalculation."""

    _name = "utility.recalculation.settings"
    _description = "Changed settings are recalculated"

    #: names of the watched fields
    _recalculation_fields = ()

    def _settings_since(self):
        """The first day that the settings say something about."""
        return date.min

    def _settings_buildings(self):
        """Buildings that the record concerns; None: all of the company."""
        return None

    def _watched_values(self):
        return {
            record: tuple(record[name] for name in self._recalculation_fields) for record in self
        }

    def write(self, vals):
        """Ask where a watched value changes."""
        watched = not set(vals).isdisjoint(self._recalculation_fields)
        before = self._watched_values() if watched else {}
        result = super().write(vals)
        if watched:
            after = self._watched_values()
            self.filtered(lambda record: after[record] != before[record])._ask_for_settings()
        return result

    def _ask_for_settings(self):
        requests = self.env["utility.recalculation"]
        for record in self:
            for company in record.company_id or self.env.companies:
                requests._request(
                    company,
                    record._settings_since(),
                    f"{record._description}: {record.display_name}",
                    record._settings_buildings(),
                )


class UtilityService(models.Model):
    _name = "utility.service"
    _inherit = ["utility.service", "utility.recalculation.settings"]

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


class UtilityTariffBlock(models.Model):
    _name = "utility.tariff.block"
    _inherit = ["utility.tariff.block", "utility.recalculation.settings"]

    _recalculation_fields = ("limit", "value")

    def _settings_since(self):
        return self.tariff_id.date_from or date.min


class UtilityAccount(models.Model):
    _name = "utility.account"
    _inherit = ["utility.account", "utility.recalculation.settings"]

    _recalculation_fields = ("kind", "customer_category_id", "declared_owner_count")

    def _settings_buildings(self):
        return self.building_id


class UtilityPremise(models.Model):
    _name = "utility.premise"
    _inherit = ["utility.premise", "utility.recalculation.settings"]

    _recalculation_fields = ("individually_heated", "rooms_area_total", "kind", "parent_id")

    def _settings_buildings(self):
        return self.building_id


class UtilityContainer(models.Model):
    _name = "utility.container"
    _inherit = ["utility.container", "utility.recalculation.settings"]

    _recalculation_fields = ("volume", "count", "persons_total", "area_total", "active")

    def _settings_buildings(self):
        return self.building_id

    @api.ondelete(at_uninstall=False)
    def _unlink_asks_recalculation(self):
        """Their pickups go with them, in the database alone."""
        self._ask_for_settings()


class UtilityMeter(models.Model):
    _name = "utility.meter"
    _inherit = ["utility.meter", "utility.recalculation.settings"]

    _recalculation_fields = ("ratio", "digits")

    def _settings_buildings(self):
        places = self.installation_ids
        return places.building_id | places.served_building_ids


class UtilityContainerPickup(models.Model):
    _name = "utility.container.pickup"
    _inherit = ["utility.container.pickup", "utility.recalculation.settings"]

    _recalculation_fields = ("count", "period_date")

    def _settings_since(self):
        return self.period_date

    def _settings_buildings(self):
        return self.building_id

    @api.model_create_multi
    def create(self, vals_list):
        pickups = super().create(vals_list)
        pickups._ask_for_settings()
        return pickups

    @api.ondelete(at_uninstall=False)
    def _unlink_asks_recalculation(self):
        self._ask_for_settings()

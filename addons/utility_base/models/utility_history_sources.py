"""Facts of the register that charges rest on and whose edits are kept."""

from odoo import models


class UtilityLocality(models.Model):
    _name = "utility.locality"
    _inherit = ["utility.locality", "utility.history.mixin"]
    _history_columns = ("parent_id", "state_id")


class UtilityBuilding(models.Model):
    _name = "utility.building"
    _inherit = ["utility.building", "utility.history.mixin"]
    _history_columns = ("company_id", "locality_id")


class UtilityPremise(models.Model):
    _name = "utility.premise"
    _inherit = ["utility.premise", "utility.history.mixin"]
    _history_columns = (
        "building_id", "parent_id", "kind", "individually_heated", "rooms_area_total",
    )  # fmt: skip


class UtilityArea(models.Model):
    _name = "utility.area"
    _inherit = ["utility.area", "utility.history.mixin"]


class UtilityAccount(models.Model):
    _name = "utility.account"
    _inherit = ["utility.account", "utility.history.mixin"]
    _history_columns = (
        "company_id", "building_id", "premise_id", "number", "kind", "customer_category_id",
        "declared_owner_count", "date_open", "date_close", "state", "active", "contract_id",
    )  # fmt: skip


class UtilityResidency(models.Model):
    _name = "utility.residency"
    _inherit = ["utility.residency", "utility.history.mixin"]


class UtilityOwnership(models.Model):
    _name = "utility.ownership"
    _inherit = ["utility.ownership", "utility.history.mixin"]


class UtilityAbsence(models.Model):
    _name = "utility.absence"
    _inherit = ["utility.absence", "utility.history.mixin"]


class UtilityCustomerCategory(models.Model):
    _name = "utility.customer.category"
    _inherit = ["utility.customer.category", "utility.history.mixin"]


class UtilityService(models.Model):
    _name = "utility.service"
    _inherit = ["utility.service", "utility.history.mixin"]


class UtilityServiceComponent(models.Model):
    _name = "utility.service.component"
    _inherit = ["utility.service.component", "utility.history.mixin"]


class UtilityAccountService(models.Model):
    _name = "utility.account.service"
    _inherit = ["utility.account.service", "utility.history.mixin"]


class UtilityMeter(models.Model):
    _name = "utility.meter"
    _inherit = ["utility.meter", "utility.history.mixin"]
    _history_columns = ("serial", "digits", "ratio", "verified_until")


class UtilityMeterInstallation(models.Model):
    _name = "utility.meter.installation"
    _inherit = ["utility.meter.installation", "utility.history.mixin"]
    _history_links = ("served_building_ids",)


class UtilityMeterRegister(models.Model):
    _name = "utility.meter.register"
    _inherit = ["utility.meter.register", "utility.history.mixin"]


class UtilityMeterVerification(models.Model):
    _name = "utility.meter.verification"
    _inherit = ["utility.meter.verification", "utility.history.mixin"]


class UtilityMeterDefect(models.Model):
    _name = "utility.meter.defect"
    _inherit = ["utility.meter.defect", "utility.history.mixin"]


class UtilityReading(models.Model):
    _name = "utility.reading"
    _inherit = ["utility.reading", "utility.history.mixin"]

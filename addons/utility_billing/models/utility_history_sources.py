"""Facts of billing that charges rest on and whose edits are kept."""

from odoo import models


class UtilityService(models.Model):
    _inherit = "utility.service"
    _history_links = ("volume_source_ids",)


class UtilityTariff(models.Model):
    _name = "utility.tariff"
    _inherit = ["utility.tariff", "utility.history.mixin"]


class UtilityTariffBlock(models.Model):
    _name = "utility.tariff.block"
    _inherit = ["utility.tariff.block", "utility.history.mixin"]


class UtilityNorm(models.Model):
    _name = "utility.norm"
    _inherit = ["utility.norm", "utility.history.mixin"]
    _history_links = ("building_ids",)


class UtilityRuleParameter(models.Model):
    _name = "utility.rule.parameter"
    _inherit = ["utility.rule.parameter", "utility.history.mixin"]


class UtilityEvent(models.Model):
    _name = "utility.event"
    _inherit = ["utility.event", "utility.history.mixin"]


class UtilityPrivilege(models.Model):
    _name = "utility.privilege"
    _inherit = ["utility.privilege", "utility.history.mixin"]
    _history_links = ("service_ids",)


class UtilityContainer(models.Model):
    _name = "utility.container"
    _inherit = ["utility.container", "utility.history.mixin"]


class UtilityContainerPickup(models.Model):
    _name = "utility.container.pickup"
    _inherit = ["utility.container.pickup", "utility.history.mixin"]


class UtilitySupplierScheme(models.Model):
    _name = "utility.supplier.scheme"
    _inherit = ["utility.supplier.scheme", "utility.history.mixin"]
    _history_columns = ("company_id", "supplier_id", "mode", "date_from")


class UtilityContract(models.Model):
    _name = "utility.contract"
    _inherit = ["utility.contract", "utility.history.mixin"]
    _history_columns = ("company_id", "settlement")

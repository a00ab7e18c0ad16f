"""Facts whose change in a closed month asks for a recalculation: prices, people, areas, readings."""

from datetime import date

from odoo import api, models

#: what of the place of a meter is charged by
_INSTALLATION_FACTS = {
    "meter_id",
    "service_id",
    "component_id",
    "account_id",
    "premise_id",
    "building_id",
    "served_building_ids",
    "share_by",
    "date_from",
    "date_to",
}
#: what of an event and of an absence is charged by
_EVENT_FACTS = {
    "kind",
    "state",
    "service_id",
    "account_id",
    "building_id",
    "start",
    "end",
    "date_from",
    "date_to",
    "planned",
    "measure",
    "value",
    "norm",
    "hours",
    "capacity",
    "pipe_mm",
}
_ABSENCE_FACTS = {
    "state",
    "persons",
    "full_days",
    "residency_id",
    "departure",
    "arrival",
    "application_date",
    "late_reason",
}


class UtilityRecalculationMixin(models.AbstractModel):
    """Watches a model: a change that reaches into a closed month asks for a recalculation."""

    _name = "utility.recalculation.mixin"
    _description = "Changes of the past are recalculated"

    def _changed_since(self):
        """The first day that the record says something about."""
        return self.date_from or date.min

    def _changed_buildings(self):
        """Buildings that the record concerns; None: all of the company."""
        return None

    def _since(self, names=()):
        """``{record: first day}``; where only an end moves nothing before it changes."""
        if set(names) == {"date_to"}:
            return {record: record.date_to for record in self if record.date_to}
        return {record: record._changed_since() for record in self}

    def _ask_recalculation(self, since):
        """Ask where a first day lies in a closed month."""
        requests = self.env["utility.recalculation"]
        for company, records in self.grouped("company_id").items():
            for owner in company or self.env.companies:
                until = self.env["utility.period"]._closed_until(owner)
                if not until:
                    continue
                for record in records:
                    day = since.get(record)
                    if day is not None and day <= until:
                        requests._request(
                            owner,
                            day,
                            f"{record._description}: {record.display_name}",
                            record._changed_buildings(),
                        )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._ask_recalculation(records._since())
        return records

    def write(self, vals):
        before = self._since(vals)
        result = super().write(vals)
        after = self._since(vals)
        since = {
            record: min(day for day in (before.get(record), after.get(record)) if day is not None)
            for record in self
            if record in before or record in after
        }
        self._ask_recalculation(since)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_asks_recalculation(self):
        self._ask_recalculation(self._since())


class UtilityTariff(models.Model):
    _name = "utility.tariff"
    _inherit = ["utility.tariff", "utility.recalculation.mixin"]


class UtilityNorm(models.Model):
    _name = "utility.norm"
    _inherit = ["utility.norm", "utility.recalculation.mixin"]


class UtilityRuleParameter(models.Model):
    _name = "utility.rule.parameter"
    _inherit = ["utility.rule.parameter", "utility.recalculation.mixin"]


class UtilityResidency(models.Model):
    _name = "utility.residency"
    _inherit = ["utility.residency", "utility.recalculation.mixin"]

    def _changed_buildings(self):
        return self.account_id.building_id


class UtilityAccountService(models.Model):
    _name = "utility.account.service"
    _inherit = ["utility.account.service", "utility.recalculation.mixin"]

    def _changed_buildings(self):
        return self.account_id.building_id


class UtilityArea(models.Model):
    _name = "utility.area"
    _inherit = ["utility.area", "utility.recalculation.mixin"]

    def _changed_buildings(self):
        return self.building_id or self.premise_id.building_id


class UtilityOwnership(models.Model):
    _name = "utility.ownership"
    _inherit = ["utility.ownership", "utility.recalculation.mixin"]

    def _changed_buildings(self):
        return self.building_id


class UtilityPrivilege(models.Model):
    _name = "utility.privilege"
    _inherit = ["utility.privilege", "utility.recalculation.mixin"]

    def _changed_buildings(self):
        return self.building_id


class UtilityEvent(models.Model):
    """Takes effect by itself, once; what changes afterwards has to be asked for."""

    _name = "utility.event"
    _inherit = ["utility.event", "utility.recalculation.mixin"]

    def _since(self, names=()):
        watched = set(names) & _EVENT_FACTS
        charged = self.filtered("charged_period")
        return {e: e._changed_since() for e in charged} if watched or not names else {}

    def _changed_buildings(self):
        return self.building_id


class UtilityAbsence(models.Model):
    """As events: one that was charged and is changed or taken back has to be asked for."""

    _name = "utility.absence"
    _inherit = ["utility.absence", "utility.recalculation.mixin"]

    def _since(self, names=()):
        watched = set(names) & _ABSENCE_FACTS
        charged = self.filtered("charged_period")
        return {x: x.departure or date.min for x in charged} if watched or not names else {}

    def _changed_buildings(self):
        return self.account_id.building_id


class UtilityReading(models.Model):
    _name = "utility.reading"
    _inherit = ["utility.reading", "utility.recalculation.mixin"]

    def _changed_since(self):
        return self.date

    def _changed_buildings(self):
        return self.building_id | self.installation_id.served_building_ids


class UtilityMeterInstallation(models.Model):
    """A removal writes documents and reasons too: only what is charged by asks."""

    _name = "utility.meter.installation"
    _inherit = ["utility.meter.installation", "utility.recalculation.mixin"]

    def _since(self, names=()):
        watched = set(names) & _INSTALLATION_FACTS
        return super()._since(watched) if watched or not names else {}

    def _changed_buildings(self):
        return self.building_id | self.served_building_ids


class UtilityMeterDefect(models.Model):
    _name = "utility.meter.defect"
    _inherit = ["utility.meter.defect", "utility.recalculation.mixin"]

    def _changed_buildings(self):
        places = self.meter_id.installation_ids
        return places.building_id | places.served_building_ids


class UtilityMeterVerification(models.Model):
    _name = "utility.meter.verification"
    _inherit = ["utility.meter.verification", "utility.recalculation.mixin"]

    def _changed_since(self):
        return self.date

    def _changed_buildings(self):
        places = self.meter_id.installation_ids
        return places.building_id | places.served_building_ids


class UtilityAccount(models.Model):
    """Opened or closed on another day: the months between are charged, or given back."""

    _inherit = "utility.account"

    def write(self, vals):
        watched = [name for name in ("date_open", "date_close") if name in vals]
        before = {account: [account[name] for name in watched] for account in self}
        result = super().write(vals)
        requests = self.env["utility.recalculation"]
        for account, dates in before.items():
            moved = [
                day
                for old, name in zip(dates, watched, strict=True)
                if (new := account[name]) != old
                for day in (old, new)
                if day
            ]
            if moved:
                requests._request(
                    account.company_id,
                    min(moved),
                    f"{account._description}: {account.display_name}",
                    account.building_id,
                )
        return result

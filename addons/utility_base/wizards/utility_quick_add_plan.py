from collections import Counter
from decimal import Decimal

from odoo import models
from odoo.fields import Domain

from ..tools.house_plan import (
    PlanError,
    duplicates,
    fill_pattern,
    parse_numbers,
    place_flats,
    plan_flats,
)
from ..tools.pasted_list import parse_list
from .utility_quick_add_service import applies


class UtilityQuickAdd(models.TransientModel):
    """Planning: what the wizard would make and what stands in its way."""

    _inherit = "utility.quick.add"

    def _plan(self):
        """Premises to be made and the problems that forbid making them.

        :return: ``(list of PlannedPremise, list of texts)``
        """
        self.ensure_one()
        try:
            plan = self._plan_premises()
        except PlanError as error:
            return [], [self._plan_text(error)]
        problems = self._house_problems()
        problems += self._apply_list(plan)
        plan, found = self._drop_existing(plan)
        problems += found
        for step in (self._plan_accounts, self._plan_meters, self._service_problems):
            try:
                problems += step(plan)
            except PlanError as error:
                problems.append(self._plan_text(error))
        if not plan and not problems:
            problems.append(self.env._("There is nothing to create: every premise exists."))
        return plan, problems

    def _plan_text(self, error):
        """The message of a :class:`PlanError` in the user's language."""
        texts = {
            "range_order": self.env._("The range %(range)s ends before it begins."),
            "too_many": self.env._("More than %(limit)s premises at once. Split the house."),
            "layout_empty": self.env._("Give at least one entrance, floor and flat per floor."),
            "token": self.env._(
                "%(token)s is unknown in a pattern. Use {code}, {kind}, {flat}, {entrance}, "
                "{floor}, {position}, {check}, with a width as in {flat:4}."
            ),
            "serial_flat": self.env._("Serial numbers are listed for unknown flats: %(flat)s."),
            "serial_count": self.env._(
                "%(given)s serial numbers are listed for %(wanted)s premises."
            ),
        }
        return texts[error.code] % error.params

    def _plan_premises(self):
        layout = self.entrances, self.floors, self.per_floor
        if self.numbering == "layout":
            plan = plan_flats(*layout, self.first_number, self.first_floor)
        elif self.numbering == "list":
            plan = place_flats(parse_numbers(self.flat_numbers), *layout, self.first_floor)
        else:
            plan = []
        positions = {line.position: line for line in self.position_ids}
        for flat in plan:
            line = positions.get(flat.position) or self.env["utility.quick.add.position"]
            flat.total = _decimal(line.total_area or self.total_area)
            flat.living, flat.heated = _decimal(line.living_area), _decimal(line.heated_area)
            flat.rooms = line.rooms
            flat.residents = line.residents or self.residents
            flat.with_account = self.create_accounts
        for line in self.range_ids:
            place = place_flats(parse_numbers(line.numbers), 0, 0, 0)
            for premise in place:
                premise.kind, premise.floor = line.kind, line.floor or None
                premise.total = _decimal(line.total_area)
                premise.with_account = self.create_accounts and line.with_accounts
            plan += place
        return plan

    def _house_problems(self):
        if self.target == "existing":
            return [] if self.building_id else [self.env._("Choose the house.")]
        if not (self.locality_id and self.number and self.number.strip()):
            return [self.env._("Give the locality and the number of the new house.")]
        if self.twin_id:
            return [
                self.env._(
                    "%s is registered already. Go on with that house or correct the address.",
                    self.twin_id.address,
                )
            ]
        return []

    def _apply_list(self, plan):
        """Put names, residents and areas of the pasted list on the flats of ``plan``."""
        if self.payer_mode != "list":
            return []
        rows, errors = parse_list(self.pasted)
        texts = {
            "flat": self.env._("line %(line)s: “%(value)s” is not a number of a flat."),
            "twice": self.env._("line %(line)s: flat %(value)s stands in the list twice."),
            "residents": self.env._("line %(line)s: “%(value)s” is not a number of residents."),
            "area": self.env._("line %(line)s: “%(value)s” is not an area in m²."),
            "unknown": self.env._("line %(line)s: flat %(value)s is not in the layout."),
        }
        flats = {flat.number.lower(): flat for flat in plan if flat.kind == "flat"}
        problems = [texts[e.code] % {"line": e.line, "value": e.value} for e in errors]
        for row in rows:
            flat = flats.get(row.flat.lower())
            if not flat:
                problems.append(texts["unknown"] % {"line": row.line, "value": row.flat})
                continue
            flat.payer, flat.phone, flat.email = row.name or "", row.phone or "", row.email or ""
            flat.account = row.account or ""
            flat.total = row.area or flat.total
            flat.residents = flat.residents if row.residents is None else row.residents
        return [self.env._("Pasted list, %s", problem) for problem in problems]

    def _drop_existing(self, plan):
        """``plan`` without the premises that the house has, or the conflicts with them."""
        problems = [
            self.env._("Premise %s is planned twice.", number)
            for number in duplicates(f"{p.kind} {p.number.lower()}" for p in plan)
        ]
        if self.target != "existing" or not self.building_id:
            return plan, problems
        domain = Domain("building_id", "=", self.building_id.id) & Domain("parent_id", "=", False)
        taken = {
            (premise.kind, (premise.number or "").lower())
            for premise in self.env["utility.premise"].search(domain)
        }
        existing = [p for p in plan if (p.kind, p.number.lower()) in taken]
        if existing and not self.only_missing:
            numbers = ", ".join(p.number for p in existing[:20])
            problems.append(
                self.env._(
                    "The house has these premises already: %s. "
                    "Change the numbers or choose to add only what is missing.",
                    numbers,
                )
            )
        return [p for p in plan if p not in existing], problems

    def _plan_accounts(self, plan):
        """Number the accounts; numbers of the pasted list stay."""
        with_account = [p for p in plan if p.with_account]
        unnumbered = [p for p in with_account if not p.account]
        if unnumbered and self.numbering_accounts == "sequence":
            if not self._account_sequence():
                return [
                    self.env._("The company has no sequence of account numbers. Give a pattern.")
                ]
        elif unnumbered:
            if not (self.account_pattern or "").strip():
                return [self.env._("Give a pattern of account numbers.")]
            for premise in unnumbered:
                premise.account = fill_pattern(self.account_pattern, premise, code=self.code or "")
        numbers = [p.account for p in with_account if p.account]
        problems = [
            self.env._("Account number %s is planned twice. Add {flat} to the pattern.", number)
            for number in duplicates(numbers)[:5]
        ]
        taken = (
            self.env["utility.account"]
            .with_context(active_test=False)
            .search([("company_id", "=", self.company_id.id), ("number", "in", numbers)])
        )
        return problems + [
            self.env._(
                "Account number %(number)s belongs to %(address)s.",
                number=account.number,
                address=account.address,
            )
            for account in taken[:20]
        ]

    def _plan_meters(self, plan):
        problems, planned = [], []
        for index, line in enumerate(self.meter_ids, start=1):
            targets = [p for p in plan if p.with_account and applies(line.applies_to, p.kind)]
            serials = line._serials_for(targets, self.code or "", index)
            for premise, serial in zip(targets, serials, strict=True):
                premise.serials[line.id] = serial
            planned += [(line.model_id, serial) for serial in serials if serial]
            problems += line._value_problems()
            if not targets:
                problems.append(self.env._("Meter %s applies to no account.", line.model_id.name))
        twice = duplicates((model.id, serial) for model, serial in planned)
        problems += [
            self.env._("Serial number %s is planned twice.", serial) for _model, serial in twice[:5]
        ]
        taken = self.env["utility.meter"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("serial", "in", [serial for _model, serial in planned]),
            ]
        )
        known = {(model.id, serial) for model, serial in planned}
        return problems + [
            self.env._(
                "Meter %(serial)s is registered already: %(place)s.",
                serial=meter.display_name,
                place=meter.account_id.address or meter.building_id.address or "—",
            )
            for meter in taken
            if (meter.model_id.id, meter.serial) in known
        ]

    def _service_problems(self, plan):
        problems = []
        for line in self.service_ids:
            if not any(p.with_account and applies(line.applies_to, p.kind) for p in plan):
                problems.append(
                    self.env._("Service %s applies to no account.", line.service_id.name)
                )
        keys = [(line.service_id.id, line.applies_to) for line in self.service_ids]
        both = {service for service, applies_to in keys if applies_to == "all"}
        twice = {keys[i][0] for i, key in enumerate(keys) if key in keys[:i]}
        twice |= {
            service for service, applies_to in keys if service in both and applies_to != "all"
        }
        services = self.env["utility.service"].browse(twice)
        return problems + [
            self.env._("Service %s would come twice on one account.", service.name)
            for service in services
        ]

    def _counts(self, plan):
        """Numbers for the summary: ``[(label, number)]``, zeros left out."""
        kinds = Counter(premise.kind for premise in plan)
        labels = dict(self.env["utility.premise"]._fields["kind"]._description_selection(self.env))
        accounts = [premise for premise in plan if premise.with_account]
        services = sum(
            applies(line.applies_to, premise.kind)
            for line in self.service_ids
            for premise in accounts
        )
        counts = [(labels[kind], number) for kind, number in kinds.items()]
        counts += [
            (self.env._("Accounts"), len(accounts)),
            (self.env._("Services on accounts"), services),
            (self.env._("Meters"), sum(bool(s) for p in plan for s in p.serials.values())),
            (self.env._("Residents"), sum(p.residents for p in accounts)),
            (self.env._("Total area, m²"), sum((p.total or Decimal(0)) for p in plan)),
        ]
        return [(label, number) for label, number in counts if number]


def _decimal(value):
    """Area of a form as Decimal, ``None`` for nothing.

    >>> _decimal(54.2), _decimal(0.0)
    (Decimal('54.2'), None)
    """
    return Decimal(str(value)) if value else None

from odoo import api, models
from odoo.exceptions import UserError

from ..engine.annual import annual_lines
from ..engine.periods import first_day, shift
from ..loader.ledger import copy_charges
from ..loader.ledger_lines import read_lines
from ..loader.portion import PortionLoader
from ..loader.reader import exact_cursor, rows
from ..loader.state import MONTHS
from ..loader.world import WorldLoader


class UtilityAnnualCorrection(models.AbstractModel):
    """Yearly correction of heating, common needs or waste to what the house really used (C16).

    The lines (``recalculation``, cause ``annual``) stand in a run of their own in the month given.
    """

    _name = "utility.annual.correction"
    _description = "Yearly correction"

    @api.model
    def _correct(self, company, service, year, period, buildings=None):
        """Correct the charges of ``service`` for ``year`` in the open ``period``.

        :param buildings: recordset; default: all of the company
        :raises UserError: the month is closed, or the real volume of the year is not known
        :return: the number of lines written
        """
        if period.state == "closed":
            raise UserError(self.env._("Period %s is closed.", period.code))
        self.env.flush_all()
        if buildings is None:
            buildings = self.env["utility.building"].search([("company_id", "=", company.id)])
        written, problems = 0, []
        with exact_cursor(self.env) as cursor:
            worlds = WorldLoader(self.env, company, cursor, period.code)
            code = worlds.code_of_service[service.id]
            for building in buildings:
                found, wrong, place, facts = self._lines(
                    cursor, worlds, company, building, code, year, period
                )
                problems += [problem.text for problem in wrong]
                if found and not problems:
                    run = self.env["utility.billing.run"]._final_run(
                        "annual", company, period.date_from
                    )
                    copy_charges(cursor, run, company, found, place, facts)
                    written += len(found)
        if problems:
            raise UserError("\n".join(dict.fromkeys(problems)))
        self.env["utility.charge"].invalidate_model()
        return written

    def _lines(self, cursor, worlds, company, building, code, year, period):
        place = worlds.place(building.id, building.locality_id.id)
        accounts = [
            id_
            for (id_,) in rows(
                cursor, "SELECT id FROM utility_account WHERE building_id = %s", building.id
            )
        ]
        lines = read_lines(
            cursor,
            accounts,
            first_day(shift(f"{year:04d}-01", -MONTHS)),
            first_day(shift(period.code, 1)),
            lambda _account, service, supplier: place.code_of(service, supplier, None),
        )
        facts = {}

        def load(month, ledger, _carry):
            loader = PortionLoader(company, month, cursor, worlds)
            houses, known = loader.load([building.id], ledger=ledger)
            facts.update(known)
            return houses[0].building

        found, problems = annual_lines(place.world, load, lines, code, year, period.code)
        return found, problems, place, facts

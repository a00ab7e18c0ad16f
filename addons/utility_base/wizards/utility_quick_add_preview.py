from markupsafe import Markup

from odoo import models

from ..tools.shown import shown_figure

ROWS = 12
PROBLEMS = 50


class UtilityQuickAdd(models.TransientModel):
    """The preview as HTML: counts, first rows, conflicts."""

    _inherit = "utility.quick.add"

    def _summary_html(self, plan):
        cards = Markup().join(
            Markup(
                '<div class="border rounded p-2 text-center"><b class="fs-4">%s</b><br/>%s</div>'
            )
            % (shown_figure(str(number)), label)
            for label, number in self._counts(plan)
        )
        captions = (
            self.env._("Premise"),
            self.env._("Entrance"),
            self.env._("Floor"),
            self.env._("Area, m²"),
            self.env._("Residents"),
            self.env._("Account"),
            self.env._("Payer"),
            self.env._("Meters"),
        )
        head = Markup().join(Markup("<th>%s</th>") % caption for caption in captions)
        shown = plan if len(plan) <= ROWS else [*plan[: ROWS - 1], None, plan[-1]]
        body = Markup().join(self._preview_row(premise, len(captions)) for premise in shown)
        table = Markup(
            '<div class="table-responsive"><table class="table table-sm mt-3">'
            "<thead><tr>%s</tr></thead><tbody>%s</tbody></table></div>"
        )
        return Markup('<div class="d-flex flex-wrap gap-2">%s</div>%s') % (
            cards,
            table % (head, body) if plan else "",
        )

    def _preview_row(self, premise, width):
        if premise is None:
            return Markup('<tr><td colspan="%s">…</td></tr>') % width
        account = premise.account
        if premise.with_account and not account:
            account = self.env._("next of the sequence")
        kinds = dict(self.env["utility.premise"]._fields["kind"]._description_selection(self.env))
        serials = ", ".join(serial for serial in premise.serials.values() if serial)
        cells = (
            f"{kinds[premise.kind]} {premise.number}",
            premise.entrance or "",
            premise.floor if premise.floor is not None else "",
            premise.total or "",
            premise.residents or "",
            account,
            self._payer_name(premise) if premise.with_account else "",
            serials,
        )
        return Markup("<tr>%s</tr>") % Markup().join(Markup("<td>%s</td>") % c for c in cells)

    def _payer_name(self, premise):
        """Name of the payer; in the generic one ``{address}`` is the last part of the address."""
        if premise.payer:
            return premise.payer
        country = (self.building_id.locality_id or self.locality_id).country_id
        label = self.env["utility.premise"]._spell_number(premise.kind, premise.number, country)
        pattern = self.payer_pattern or "{address}"
        return pattern.replace("{address}", label).replace("{flat}", premise.number)

    def _problems_html(self, problems):
        if not problems:
            return False
        items = Markup().join(Markup("<li>%s</li>") % problem for problem in problems[:PROBLEMS])
        more = len(problems) - PROBLEMS
        rest = Markup("<p>%s</p>") % self.env._("and %s more", more) if more > 0 else ""
        return Markup('<ul class="mb-0">%s</ul>%s') % (items, rest)

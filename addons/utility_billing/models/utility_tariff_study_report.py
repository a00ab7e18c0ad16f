from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL, format_amount, format_date

from ..engine import Problem
from ..gateway.bars_picture import bars, nice_step
from .billing_problem_texts import texts_of
from .utility_tariff_study_account import BUCKETS

#: bins of the distribution in money on either side of zero
BINS = 6


class UtilityTariffStudy(models.Model):
    """What a study found, to look at: revenue, who pays more, plots."""

    _inherit = "utility.tariff.study"

    compare_id = fields.Many2one(
        "utility.tariff.study",
        string="Compare With",
        domain="[('state', '=', 'done'), ('id', '!=', id), ('company_id', '=', company_id)]",
        check_company=True,
        copy=False,
    )
    revenue_html = fields.Html(compute="_compute_report", sanitize=False)
    distribution_html = fields.Html(compute="_compute_report", sanitize=False)

    @api.depends("state", "compare_id")
    @api.depends_context("lang")
    def _compute_report(self):
        for study in self:
            done = study.state == "done"
            study.revenue_html = done and study._render_revenue()
            study.distribution_html = done and study._render_distribution()

    def _money(self, value):
        return format_amount(self.env, value, self.currency_id)

    def _revenue(self, field):
        """``[(record or date, old, new)]`` by a field of the totals, in its order."""
        self.ensure_one()
        groupby = f"{field}:month" if field == "period_date" else field
        groups = self.env["utility.tariff.study.total"]._read_group(
            [("study_id", "=", self.id)], [groupby], ["amount_old:sum", "amount_new:sum"]
        )
        return sorted(
            groups,
            key=lambda group: (
                group[0]
                if field == "period_date"
                else (group[0]._fields.get("sequence") and group[0].sequence or 0, group[0].id)
            ),
        )

    def _revenue_tables(self):
        """``[(title, [(label, old, new, new of the study compared with)])]``."""
        self.ensure_one()
        other = self.compare_id if self.compare_id.state == "done" else self.browse()
        tables = []
        for title, field in (
            (self.env._("By service"), "service_id"),
            (self.env._("By customer category"), "customer_category_id"),
            (self.env._("By month"), "period_date"),
        ):
            compared = {key: new for key, _old, new in other._revenue(field)} if other else {}
            tables.append(
                (
                    title,
                    [
                        (self._label(key), old, new, compared.get(key, 0.0))
                        for key, old, new in self._revenue(field)
                    ],
                )
            )
        return tables

    def _label(self, key):
        if isinstance(key, models.BaseModel):
            return key.display_name or self.env._("Without category")
        return format_date(self.env, key, date_format="MMM y")

    def _render_revenue(self):
        return self.env["ir.qweb"]._render(
            "utility_billing.study_revenue",
            {
                "tables": self._revenue_tables(),
                "money": self._money,
                "other": self.compare_id if self.compare_id.state == "done" else False,
            },
        )

    def _render_distribution(self):
        return self.env["ir.qweb"]._render(
            "utility_billing.study_distribution",
            {
                # the pictures escape their texts themselves
                "percent": Markup(self._percent_picture()),
                "money": Markup(self._money_picture()),
                "study": self,
            },
        )

    def _percent_picture(self):
        counts = dict(
            self.env["utility.tariff.study.account"]._read_group(
                [("study_id", "=", self.id), ("months", ">", 0)], ["bucket"], ["__count"]
            )
        )
        labels = dict(
            self.env["utility.tariff.study.account"]
            ._fields["bucket"]
            ._description_selection(self.env)
        )
        return bars(
            [
                (labels[key], counts.get(key, 0), f"{counts.get(key, 0):,}", _tone(int(key) - 6))
                for key, _label, _end in BUCKETS
            ],
            self.env._("Accounts by the change of their bill in percent"),
        )

    def _money_bins(self):
        """``(step, {bin: accounts})``: bin 0 pays the same, 1 up to one step more, -1 less.

        The step is round and covers nine accounts of ten; the rest stands in the outer bins.
        """
        found = SQL("utility_tariff_study_account WHERE study_id = %s AND months > 0", self.id)
        ((reach,),) = self.env.execute_query(
            SQL(
                "SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY ABS(difference_month))"
                " FROM %s AND difference <> 0",
                found,
            )
        )
        step = nice_step(float(reach or 0), BINS - 1)
        counts = self.env.execute_query(
            SQL(
                "SELECT CASE WHEN difference = 0 THEN 0 ELSE SIGN(difference)"
                " * LEAST(%s, GREATEST(1, CEIL(ABS(difference_month) / %s))) END, COUNT(*)"
                " FROM %s GROUP BY 1",
                BINS,
                step,
                found,
            )
        )
        return step, {int(key): count for key, count in counts}

    def _money_picture(self):
        step, counts = self._money_bins()
        rows = []
        for key in range(-BINS, BINS + 1):
            size = abs(key)
            sign = "−" if key < 0 else "+"
            if not key:
                label = self.env._("No change")
            elif size == BINS:
                label = f"{'<' if key < 0 else '>'} {sign}{(BINS - 1) * step:g}"
            else:
                near, far = ((size - 1) * step, size * step)
                ends = (near, far) if key > 0 else (far, near)
                label = " … ".join(f"{sign if end else ''}{end:g}" for end in ends)
            rows.append((label, counts.get(key, 0), f"{counts.get(key, 0):,}", _tone(key)))
        return bars(rows, self.env._("Accounts by the change of a month's bill in money"))

    @api.model
    def _problem_text(self, item):
        """(message, remedy) of a problem stored in the results."""
        return texts_of(self.env, Problem(item["code"], None, item["variables"]))

    # Lists behind the figures

    def _action(self, xml_id, **values):
        action = self.env["ir.actions.act_window"]._for_xml_id(f"utility_billing.{xml_id}")
        return {**action, "domain": [("study_id", "in", self.ids)], **values}

    def action_open_accounts(self):
        """All accounts, or those that a filter of the context names."""
        only = self.env.context.get("only")
        context = {f"search_default_{only}": 1} if only else {}
        return self._action("utility_tariff_study_account_action", context=context)

    def action_open_totals(self):
        return self._action("utility_tariff_study_total_action", context={})

    def action_compare(self):
        """The chosen studies side by side."""
        return self._action(
            "utility_tariff_study_total_action",
            context={
                "pivot_row_groupby": ["service_id"],
                "pivot_column_groupby": ["study_id"],
                "pivot_measures": ["amount_new", "difference"],
            },
        )


def _tone(value):
    return "same" if not value else "up" if value > 0 else "down"

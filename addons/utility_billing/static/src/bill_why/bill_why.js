import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {WaterfallChart} from "./waterfall_chart";

const TABS = ["why", "difference", "known", "corrections"];

/**
 * A bill explained: every line, why it differs from another month, the month as known on a day,
 * and what was or would be corrected. All figures come from the server as texts.
 *
 * Params: ``account_id`` and ``period`` (YYYY-MM; empty: the last charged month), ``tab``.
 */
export class BillWhy extends Component {
    static template = "utility_billing.BillWhy";
    static components = {Layout, WaterfallChart};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        const params = {...this.props.action.context?.why, ...this.props.action.params};
        this.accountId = params.account_id || this.props.action.context?.active_id;
        this.tabs = {
            why: _t("Why this amount"),
            difference: _t("Why it differs"),
            known: _t("As known on..."),
            corrections: _t("Corrections"),
        };
        this.state = useState({
            tab: TABS.includes(params.tab) ? params.tab : "why",
            months: [],
            period: params.period || false,
            before: false,
            knownOn: luxon.DateTime.local().toISODate(),
            bills: [],
            open: {},
            comparison: false,
            chosen: false,
            replay: false,
            corrections: false,
            loading: false,
        });
        onWillStart(async () => {
            this.state.months = await this.call("charged_months");
            if (!this.state.period) {
                this.state.period = this.state.months[0] || false;
            }
            await this.load();
        });
    }

    call(method, args = []) {
        return this.orm.call("utility.account", method, [[this.accountId], ...args]);
    }

    async load() {
        const {state} = this;
        if (!state.period) {
            return;
        }
        state.loading = true;
        try {
            if (state.tab === "why") {
                await this.loadBills();
            } else if (state.tab === "difference") {
                const found = await this.call("compare_months", [
                    state.period,
                    state.before || false,
                ]);
                state.comparison = found;
                state.before = found.before.period;
            } else if (state.tab === "known") {
                state.replay = await this.call("replay_month", [
                    state.period,
                    state.knownOn,
                ]);
            } else {
                state.corrections = await this.call("explain_corrections");
            }
        } finally {
            state.loading = false;
        }
    }

    async loadBills() {
        const ids = await this.orm.search(
            "utility.bill",
            [
                ["account_id", "=", this.accountId],
                ["period_date", "=", `${this.state.period}-01`],
                ["state", "!=", "reversed"],
            ],
            {order: "capital, id desc", limit: 2},
        );
        this.state.bills = ids.length
            ? await this.orm.call("utility.bill", "explain_bill", [ids])
            : [];
    }

    async choose(values) {
        Object.assign(this.state, values);
        await this.load();
    }

    toggle(key) {
        this.state.open[key] = !this.state.open[key];
    }

    /** The steps of the chosen service, or of the whole bill. */
    get steps() {
        const {comparison, chosen} = this.state;
        const service = comparison.services.find((s) => s.service_id === chosen);
        return service || comparison;
    }

    /** Sum and name of a side of the plot. */
    get ends() {
        const {comparison} = this.state;
        const side = this.steps;
        const amount = (value) => (typeof value === "string" ? value : value.amount);
        return {
            before: {label: comparison.before.month, amount: amount(side.before)},
            now: {label: comparison.now.month, amount: amount(side.now)},
        };
    }

    isZero(text) {
        return !Number(text);
    }
}

registry.category("actions").add("utility_billing.bill_why", BillWhy);

import {Component, onMounted, onWillStart, useState} from "@odoo/owl";
import {router} from "@web/core/browser/router";
import {formatDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {money, number} from "./figures";
import {WaterfallChart} from "./waterfall_chart";

const TABS = ["why", "difference", "known", "corrections"];
/** What is chosen, kept in the address so that reloading and going back show the same. */
const KEPT = ["tab", "period", "before", "knownOn"];

/**
 * A bill explained: every line, why it differs from another month, the month as known on a day,
 * and what was or would be corrected. Figures come from the server as plain texts and are shown
 * in the user's language.
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
        Object.assign(params, this.addressed(), this.props.state?.why);
        this.number = number;
        this.money = money;
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
            before: params.before || false,
            knownOn: params.knownOn || luxon.DateTime.local().toISODate(),
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
            const loading = this.load();
            if (["why", "difference"].includes(this.state.tab)) {
                await loading;
            }
            // the others calculate whole months anew: the screen shows that it does
        });
        onMounted(() => this.keep());
        useSetupAction({getLocalState: () => ({why: this.chosenValues})});
    }

    /** What the address says of this account, if anything. */
    addressed() {
        const {current} = router;
        const found = Object.fromEntries(
            KEPT.filter((key) => current[key]).map((key) => [
                key,
                String(current[key]),
            ]),
        );
        return Number(current.active_id) === this.accountId ? found : {};
    }

    get chosenValues() {
        return Object.fromEntries(
            KEPT.map((key) => [key, this.state[key] || undefined]),
        );
    }

    keep() {
        const {tab, before, knownOn} = this.chosenValues;
        this.props.updateActionState?.({
            ...this.chosenValues,
            before: tab === "difference" ? before : undefined,
            knownOn: tab === "known" ? knownOn : undefined,
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
        const asked = {...this.chosenValues};
        const latest = () =>
            KEPT.every((key) => asked[key] === (state[key] || undefined));
        state.loading = true;
        try {
            const found = await this.find();
            // what was asked for before the last choice is late
            if (latest()) {
                Object.assign(state, found);
            }
        } finally {
            state.loading = !latest() && state.loading;
        }
    }

    /** The figures of the open tab, as values of the state. */
    async find() {
        const {tab, period, before, knownOn} = this.state;
        if (tab === "why") {
            return {bills: await this.bills()};
        }
        if (tab === "difference") {
            return {comparison: await this.call("compare_months", [period, before])};
        }
        if (tab === "known") {
            return {replay: await this.call("replay_month", [period, knownOn])};
        }
        return {corrections: await this.call("explain_corrections")};
    }

    async bills() {
        const ids = await this.orm.search(
            "utility.bill",
            [
                ["account_id", "=", this.accountId],
                ["period_date", "=", `${this.state.period}-01`],
                ["state", "!=", "reversed"],
            ],
            {order: "capital, id desc", limit: 2},
        );
        return ids.length ? this.orm.call("utility.bill", "explain_bill", [ids]) : [];
    }

    async choose(values) {
        if (Object.keys(values).some((key) => values[key] === "")) {
            // an emptied date asks for nothing
            return;
        }
        Object.assign(this.state, values);
        this.keep();
        await this.load();
    }

    toggle(key) {
        this.state.open[key] = !this.state.open[key];
    }

    /** Enter and space do what a click does. */
    onKey(ev, action) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            action();
        }
    }

    /** ``YYYY-MM`` in words of the user's language. */
    month(period) {
        return luxon.DateTime.fromISO(`${period}-01`).toFormat("LLLL yyyy");
    }

    /** An ISO date as the user's language writes it. */
    date(text) {
        return text ? formatDate(luxon.DateTime.fromISO(text)) : "";
    }

    /** The month compared with: the chosen one, or the one that the server took. */
    get before() {
        return this.state.before || this.state.comparison?.before?.period;
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

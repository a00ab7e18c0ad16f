import {Component} from "@odoo/owl";
import {money} from "./figures";

/**
 * A waterfall laid down: one bar a row, so that labels and numbers stay readable on a phone.
 *
 * ``before`` and ``now``: {label, amount}; ``steps``: [{label, amount}]; amounts are texts.
 */
export class WaterfallChart extends Component {
    static template = "utility_billing.WaterfallChart";
    static props = {before: Object, now: Object, steps: Array, currencyId: Number};

    get rows() {
        const {before, now, steps} = this.props;
        const rows = [{...before, from: 0, to: Number(before.amount), kind: "total"}];
        let level = Number(before.amount);
        for (const step of steps) {
            const next = level + Number(step.amount);
            rows.push({
                ...step,
                from: level,
                to: next,
                kind: next >= level ? "more" : "less",
            });
            level = next;
        }
        rows.push({...now, from: 0, to: Number(now.amount), kind: "total"});
        const ends = rows.flatMap((row) => [row.from, row.to]);
        const low = Math.min(0, ...ends);
        const span = Math.max(...ends) - low || 1;
        return rows.map((row) => ({
            ...row,
            x: (100 * (Math.min(row.from, row.to) - low)) / span,
            width: Math.max(0.6, (100 * Math.abs(row.to - row.from)) / span),
            shown:
                (row.kind === "more" ? "+" : "") +
                money(row.amount, this.props.currencyId),
        }));
    }
}

import {Component, onMounted, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {coins, newNumber, shown} from "./cash_sums";
import {isLost} from "./cash_till";

/** A receipt that is to be given back: which of its accounts, and why. */
export class CashRefund extends Component {
    static template = "utility_cash.CashRefund";
    static props = {
        card: Object,
        till: Object,
        onDone: Function,
        onKeep: Function,
    };

    setup() {
        this.reason = useRef("reason");
        this.uuid = newNumber(); // the same until it is answered: pressing twice gives back once
        this.shown = shown;
        this.coins = coins;
        this.state = useState({
            reason: "",
            message: "",
            busy: false,
            lines: this.props.card.lines.map((line) => ({
                ...line,
                chosen: !line.given_back,
            })),
        });
        onMounted(() => this.reason.el?.focus());
    }

    get day() {
        return this.props.card.date.split("-").reverse().join(".");
    }

    /** Only a receipt without a card payment is given back in parts. */
    get inParts() {
        return this.state.lines.length > 1 && !this.props.card.operations.length;
    }

    get chosen() {
        return this.state.lines.filter((line) => line.chosen);
    }

    get total() {
        return this.chosen.reduce((sum, line) => sum + coins(line.amount), 0);
    }

    get ready() {
        return !this.state.busy && this.state.reason.trim() && this.chosen.length > 0;
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.giveBack();
        } else if (ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation();
            this.props.onKeep();
        }
    }

    async giveBack() {
        if (!this.ready) {
            return;
        }
        this.state.busy = true;
        try {
            const {paid, message} = await this.props.till.giveBack({
                receipt: this.props.card,
                uuid: this.uuid,
                reason: this.state.reason,
                lines: this.chosen.map((line) => line.id),
            });
            if (paid) {
                this.props.onDone(paid);
            } else {
                this.state.message =
                    message || _t("The card payment is not cancelled.");
            }
        } catch (error) {
            this.state.message = isLost(error)
                ? _t("No connection. Press Enter again: it is given back once.")
                : error.data?.message || error.message;
        } finally {
            this.state.busy = false;
        }
    }
}

import {
    Component,
    onMounted,
    onPatched,
    onWillStart,
    useRef,
    useState,
} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {CashReceipt} from "./cash_receipt";
import {coins, isScan, newNumber, plain, shown} from "./cash_sums";

const MODEL = "utility.cash.desk";
const ACTIONS = {
    open: "utility_cash.utility_cash_open_action",
    close: "utility_cash.utility_cash_close_action",
    move: "utility_cash.utility_cash_move_action",
};

/**
 * The screen of the cashier: scan, scan, Enter, type what is given, Enter.
 *
 * Scans wait for each other, an account stands in a receipt once, and a receipt keeps its number
 * until the server has told that it is registered: pressing twice makes one payment.
 */
export class CashDesk extends Component {
    static template = "utility_cash.CashDesk";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.scanner = useRef("scanner");
        this.given = useRef("given");
        this.receipt = useState(new CashReceipt());
        this.state = useState({
            desk: null,
            text: "",
            message: "",
            warning: false,
            account: null,
            candidates: [],
            busy: 0,
            paying: false,
            paid: null,
            cancel: null,
        });
        this.scans = Promise.resolve();
        this.wanted = "scanner";
        this.shown = shown;
        this.coins = coins;
        onWillStart(() => this.load());
        onMounted(() => this.focusWanted());
        onPatched(() => this.focusWanted());
    }

    // ------------------------------------------------------------------ what is shown

    async load() {
        this.state.desk = await this.call("desk_state");
    }

    call(method, ...args) {
        return this.orm.silent.call(MODEL, method, args);
    }

    focusWanted() {
        const field = this.wanted && this[this.wanted].el;
        if (field) {
            this.wanted = null;
            field.focus();
            field.select?.();
        }
    }

    say(message, warning = false) {
        this.state.message = message;
        this.state.warning = warning;
    }

    money(text) {
        return text ? shown(Math.round(Number(text) * 100)) : "";
    }

    periods(line) {
        return [...new Set(line.account.items.map((item) => item.period))].filter(
            Boolean,
        );
    }

    month(period) {
        return period ? `${period.slice(5, 7)}.${period.slice(0, 4)}` : "";
    }

    get obstacle() {
        return {
            empty: _t("Scan a bill, or type the account number or the address."),
            amount: _t("Each account wants a sum greater than zero."),
            sum: _t("This is no sum of money."),
            over: _t("More is paid by card than is due."),
            short: _t("Less cash is given than is due."),
        }[this.receipt.obstacle];
    }

    // ------------------------------------------------------------------ scanning

    onScannerKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            const text = this.state.text;
            this.state.text = "";
            if (text.trim()) {
                this.scan(text);
            } else if (this.receipt.lines.length) {
                this.wanted = "given";
                this.focusWanted();
            }
        }
    }

    /** One after the other, however fast the scanner is. */
    scan(text) {
        this.state.busy += 1;
        this.scans = this.scans
            .then(() => this.find(text))
            .catch((error) => this.failed(error))
            .finally(() => {
                this.state.busy -= 1;
            });
        return this.scans;
    }

    async find(text) {
        this.state.paid = null;
        this.state.candidates = [];
        const found = await this.call("desk_find", text);
        if (found.kind === "account") {
            this.take(found.account, found.lines, found.period);
        } else if (found.kind === "list") {
            this.state.candidates = found.candidates;
            this.say("");
        } else {
            this.say(found.message, true);
        }
        this.wanted = "scanner";
        this.focusWanted();
    }

    async choose(candidate) {
        this.state.candidates = [];
        const account = await this.call("desk_account", candidate.id);
        this.take(account, account.lines);
        this.wanted = "scanner";
    }

    take(account, lines, period) {
        const added = lines.filter((line) => this.receipt.add(account, line, period));
        this.state.account = account;
        if (!added.length) {
            this.say(_t("Account %s is in the receipt already.", account.number), true);
        } else if (account.state === "closed") {
            this.say(_t("Account %s is closed.", account.number), true);
        } else {
            this.say("");
        }
    }

    removeLine(line) {
        this.receipt.remove(line);
        if (this.state.account?.id === line.account.id) {
            this.state.account = null;
        }
        this.wanted = "scanner";
    }

    onAmountKeydown(ev, line) {
        if (ev.key !== "Enter") {
            return;
        }
        ev.preventDefault();
        if (isScan(ev.target.value)) {
            const text = ev.target.value;
            line.amount = "";
            this.scan(text);
        } else {
            this.wanted = "given";
            this.focusWanted();
        }
    }

    // ------------------------------------------------------------------ paying

    onGivenKeydown(ev) {
        if (ev.key !== "Enter") {
            return;
        }
        ev.preventDefault();
        if (isScan(this.receipt.given)) {
            const text = this.receipt.given;
            this.receipt.given = "";
            this.scan(text);
        } else {
            this.pay();
        }
    }

    allByCard() {
        this.receipt.card = plain(this.receipt.total);
        this.receipt.qr = "";
        this.receipt.given = "";
    }

    async pay() {
        if (this.state.paying || this.state.busy) {
            return;
        }
        if (this.obstacle) {
            this.say(this.obstacle, true);
            return;
        }
        this.state.paying = true;
        try {
            if (!(await this.charge())) {
                return;
            }
            const paid = await this.call("desk_pay", this.receipt.request);
            this.state.paid = paid;
            this.receipt.clear();
            this.state.account = null;
            this.say("");
            await this.load();
        } catch (error) {
            this.failed(error);
        } finally {
            this.state.paying = false;
            this.wanted = "scanner";
        }
    }

    /** The card part at the terminal; whether the receipt may be registered. */
    async charge() {
        const amount = coins(this.receipt.card) || 0;
        if (!amount || !this.state.desk.shift.terminal) {
            return true;
        }
        if (!this.receipt.operation) {
            this.receipt.operation = await this.call(
                "desk_card_start",
                this.receipt.uuid,
                plain(amount),
            );
        }
        if (this.receipt.operation.state !== "approved") {
            this.say(_t("Follow the terminal…"));
            this.receipt.operation = await this.call(
                "desk_card_run",
                this.receipt.operation.id,
            );
        }
        const {state, message} = this.receipt.operation;
        if (state === "approved") {
            return true;
        }
        this.say(message || _t("The card is declined."), true);
        if (state === "declined") {
            this.receipt.operation = null;
        }
        return false;
    }

    failed(error) {
        const lost = error instanceof ConnectionLostError;
        this.say(
            lost
                ? _t("No connection. Press Enter again: it is registered once.")
                : error.data?.message || error.message,
            true,
        );
    }

    async clear() {
        const operation = this.receipt.operation;
        if (operation && ["approved", "unknown", "new"].includes(operation.state)) {
            const state =
                operation.state === "approved"
                    ? await this.call("desk_card_cancel", operation.id)
                    : await this.call("desk_card_run", operation.id);
            this.receipt.operation = state;
            if (!["cancelled", "declined"].includes(state.state)) {
                this.say(
                    state.message || _t("The card payment is not cancelled yet."),
                    true,
                );
                return;
            }
        }
        this.receipt.clear();
        this.state.account = null;
        this.state.candidates = [];
        this.say("");
        this.wanted = "scanner";
    }

    // ------------------------------------------------------------------ receipts and the shift

    print(receipt) {
        return this.action.doAction({
            type: "ir.actions.act_url",
            url: `/utility/cash/receipt/${receipt.id}`,
            target: "new",
        });
    }

    get last() {
        const receipts = this.state.desk.shift?.receipts || [];
        return receipts.find((r) => r.kind === "sale" && r.state === "registered");
    }

    askCancel() {
        this.state.cancel = {receipt: this.last, reason: "", uuid: newNumber()};
    }

    async cancelLast() {
        const {receipt, reason, uuid} = this.state.cancel;
        try {
            for (const id of receipt.operations) {
                const operation = await this.call("desk_card_cancel", id);
                if (operation.state !== "cancelled") {
                    this.say(
                        operation.message || _t("The card payment is not cancelled."),
                        true,
                    );
                    return;
                }
            }
            this.state.paid = await this.call("desk_refund", receipt.id, uuid, reason);
            this.state.cancel = null;
            await this.load();
        } catch (error) {
            this.failed(error);
        }
    }

    async dialog(name) {
        await this.action.doAction(ACTIONS[name], {
            onClose: async () => {
                await this.load();
                this.wanted = "scanner";
            },
        });
    }

    onKeydown(ev) {
        const keys = {
            F2: () => this.allByCard(),
            F4: () => this.pay(),
            F9: () => this.last && this.print(this.last),
            Escape: () => (this.receipt.lines.length ? this.clear() : null),
        };
        if (this.state.desk.shift && keys[ev.key] && !this.state.cancel) {
            ev.preventDefault();
            keys[ev.key]();
        }
    }
}

registry.category("actions").add("utility_cash_desk", CashDesk);

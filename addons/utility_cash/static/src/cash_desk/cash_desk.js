import {
    Component,
    onMounted,
    onPatched,
    onWillStart,
    useRef,
    useState,
} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {CashReceipt} from "./cash_receipt";
import {CashRefund} from "./cash_refund";
import {CashScanner} from "./cash_scanner";
import {coins, isScan, money, month, plain, shown, typed} from "./cash_sums";
import {CashTill, isLost} from "./cash_till";

const ACTIONS = {
    open: "utility_cash.utility_cash_open_action",
    close: "utility_cash.utility_cash_close_action",
    move: "utility_cash.utility_cash_move_action",
};

/**
 * The screen of the cashier: scan, scan, Enter, type what is given, Enter.
 *
 * A receipt keeps its number and its lines until the server has told that it is registered:
 * pressing twice, or again after the network was cut, makes one payment.
 */
export class CashDesk extends Component {
    static template = "utility_cash.CashDesk";
    static components = {CashRefund, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.till = new CashTill(useService("orm"));
        this.action = useService("action");
        this.fields = {scanner: useRef("scanner"), given: useRef("given")};
        this.receipt = useState(new CashReceipt());
        this.state = useState({
            desk: null,
            message: "",
            warning: false,
            account: null,
            candidates: [],
            busy: 0,
            paying: false,
            paid: null,
            refund: null, // the receipt that is about to be given back
            notes: [], // what is wrong with the paper bill
            offer: null, // the account whose debt is another than the paper says
        });
        this.scanner = new CashScanner(this);
        this.payment = Promise.resolve(); // of the receipt that is being registered
        this.wanted = "scanner";
        Object.assign(this, {coins, money, month, shown});
        onWillStart(() => this.load());
        onMounted(() => this.focusWanted());
        onPatched(() => this.focusWanted());
    }

    // ------------------------------------------------------------------ what is shown

    async load() {
        this.state.desk = await this.till.call("desk_state");
        this.receipt.fees = this.state.desk.shift?.fees || {};
    }

    /** Go to the field that is wanted, unless it has the cursor: a scanner may be typing there. */
    focusWanted() {
        const field = this.wanted && this.fields[this.wanted].el;
        if (field) {
            this.wanted = null;
            if (document.activeElement !== field) {
                field.focus();
                field.select?.();
            }
        }
    }

    say(message, warning = false) {
        this.state.message = message;
        this.state.warning = warning;
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
            // the field itself, at once: a scanner types the next code before anything is drawn
            const text = ev.target.value;
            ev.target.value = "";
            if (text.trim()) {
                this.scanner.scan(text);
            } else if (this.receipt.sent) {
                this.pay();
            } else if (this.receipt.lines.length && !this.state.paying) {
                this.wanted = "given";
                this.focusWanted();
            }
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
            this.scanner.scan(text, true);
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
            this.scanner.scan(text, true);
        } else {
            this.pay();
        }
    }

    allByCard() {
        if (this.receipt.sent) {
            return;
        }
        this.receipt.card = typed(plain(this.receipt.total));
        this.receipt.qr = "";
        this.receipt.given = "";
    }

    pay() {
        if (this.state.paying || this.state.busy) {
            return;
        }
        if (this.obstacle) {
            this.say(this.obstacle, true);
            return;
        }
        // at once: the next bill may be scanned while this one is registered, it waits its turn
        this.wanted = "scanner";
        this.focusWanted();
        this.payment = this.register();
    }

    async register() {
        this.state.paying = true;
        try {
            if (this.state.desk.shift.terminal) {
                const follow = () => this.say(_t("Follow the terminal…"));
                const {done, message} = await this.till.charge(this.receipt, follow);
                if (!done) {
                    this.say(message || _t("The card is declined."), true);
                    return;
                }
            }
            const paid = await this.till.pay(this.receipt);
            this.receipt.clear();
            this.state.account = null;
            this.scanner.forget();
            this.state.paid = paid;
            this.say("");
            await this.load();
        } catch (error) {
            this.failed(error);
        } finally {
            this.state.paying = false;
        }
    }

    failed(error) {
        if (!isLost(error)) {
            // the shift may be closed in another tab: show what is so
            this.load().catch(() => null);
        }
        this.say(
            isLost(error)
                ? _t("No connection. Press Enter again: it is registered once.")
                : error.data?.message || error.message,
            true,
        );
    }

    async clear() {
        if (this.receipt.sent) {
            return;
        }
        try {
            const {done, message} = await this.till.release(this.receipt);
            if (!done) {
                this.say(message || _t("The card payment is not cancelled yet."), true);
                return;
            }
        } catch (error) {
            this.failed(error);
            return;
        }
        this.receipt.clear();
        this.state.account = null;
        this.scanner.forget();
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

    async askRefund(receipt) {
        try {
            this.state.refund = await this.till.call("desk_receipt", receipt.id);
        } catch (error) {
            this.failed(error);
        }
    }

    async refunded(paid) {
        this.scanner.forget();
        this.state.paid = paid;
        this.say("");
        this.wanted = "scanner";
        await this.load();
    }

    keep() {
        this.state.refund = null;
        this.wanted = "scanner";
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
        const refund = this.state.refund;
        const keys = {
            F2: () => refund || this.allByCard(),
            F4: () => refund || this.pay(),
            F9: () => this.last && this.print(this.last),
            Escape: () =>
                refund ? this.keep() : this.receipt.lines.length && this.clear(),
        };
        if (this.state.desk.shift && keys[ev.key]) {
            ev.preventDefault();
            keys[ev.key]();
        }
    }
}

registry.category("actions").add("utility_cash_desk", CashDesk);

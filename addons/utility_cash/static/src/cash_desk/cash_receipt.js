import {coins, feeOf, newNumber, plain, typed} from "./cash_sums";

/** The receipt under way: its accounts, and what is handed over for them. */
export class CashReceipt {
    constructor() {
        this.fees = {}; // terms by way of payment, as the till has them
        this.clear();
    }

    clear() {
        this.uuid = newNumber();
        this.lines = [];
        this.card = "";
        this.qr = "";
        this.slip = "";
        this.given = "";
        this.contact = "";
        this.operation = null;
        this.sent = false; // the server may know it already: it must not change
    }

    /** Add a sum of an account once; returns whether it is new. */
    add(account, {amount, service_id: service, label}, period) {
        const key = `${account.id}/${service || ""}`;
        if (this.lines.some((known) => known.key === key)) {
            return false;
        }
        this.lines.push({
            key,
            account,
            amount: typed(amount),
            label,
            service,
            period: period || "",
        });
        return true;
    }

    /** Take other sums of an account than those that stand. */
    replace(account, lines) {
        this.lines = this.lines.filter((known) => known.account.id !== account.id);
        for (const line of lines) {
            this.add(account, line);
        }
    }

    /** Months that an account owes for. */
    periods(line) {
        const periods = line.account.items.map((item) => item.period);
        return [...new Set(periods)].filter(Boolean);
    }

    remove(line) {
        this.lines = this.lines.filter((known) => known !== line);
    }

    get total() {
        return this.lines.reduce((sum, line) => sum + (coins(line.amount) || 0), 0);
    }

    get cash() {
        return this.total - (coins(this.card) || 0) - (coins(this.qr) || 0);
    }

    /** Fee that the payer pays on top of one way of payment. */
    feeOn(kind, amount) {
        const terms = this.fees[kind];
        return terms?.on_top ? feeOf(amount, terms) : 0;
    }

    get fee() {
        return (
            this.feeOn("cash", this.cash) +
            this.feeOn("card", coins(this.card) || 0) +
            this.feeOn("qr", coins(this.qr) || 0)
        );
    }

    /** What is due in cash and by card, with the fees. */
    get cashDue() {
        return this.cash + this.feeOn("cash", this.cash);
    }

    get cardDue() {
        const amount = coins(this.card) || 0;
        return amount + this.feeOn("card", amount);
    }

    get change() {
        const given = coins(this.given);
        return given === null ? 0 : given - this.cashDue;
    }

    /** Why it cannot be paid yet: a key of the screen's texts, or nothing. */
    get obstacle() {
        if (!this.lines.length) {
            return "empty";
        }
        if (this.lines.some((line) => !coins(line.amount))) {
            return "amount";
        }
        for (const part of [this.card, this.qr, this.given]) {
            if (part && coins(part) === null) {
                return "sum";
            }
        }
        if (this.cash < 0) {
            return "over";
        }
        return this.given && this.change < 0 ? "short" : "";
    }

    /** As the server takes it. */
    get request() {
        const tenders = [
            {kind: "cash", amount: this.cash},
            {
                kind: "card",
                amount: coins(this.card) || 0,
                slip: this.slip,
                operation_id: this.operation?.id || false,
            },
            {kind: "qr", amount: coins(this.qr) || 0},
        ];
        const given = coins(this.given);
        return {
            uuid: this.uuid,
            lines: this.lines.map((line) => ({
                account_id: line.account.id,
                amount: plain(coins(line.amount)),
                period: line.period || false,
                service_id: line.service || false,
            })),
            tenders: tenders
                .filter((tender) => tender.amount > 0)
                .map((tender) => ({...tender, amount: plain(tender.amount)})),
            given: given === null ? false : plain(given),
            contact: this.contact,
            fee: plain(this.fee),
        };
    }
}

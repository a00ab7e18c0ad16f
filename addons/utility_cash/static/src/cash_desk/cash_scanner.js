import {_t} from "@web/core/l10n/translation";

/**
 * From scans to lines of the receipt of a desk.
 *
 * Scans wait for each other, and an account stands in a receipt once.
 */
export class CashScanner {
    constructor(desk) {
        this.desk = desk;
        this.scans = Promise.resolve();
    }

    /** Back to the scanner's field after a look-up, unless a sum is being typed meanwhile. */
    wantScanner() {
        if (!document.activeElement?.closest?.(".o_utility_cash_receipt")) {
            this.desk.wanted = "scanner";
            this.desk.focusWanted();
        }
    }

    /**
     * One after the other, however fast the scanner is.
     *
     * ``asSum``: the text stood in a field of money; what names no account may be a slip of the hand.
     */
    scan(text, asSum = false) {
        this.desk.wanted = "scanner";
        this.desk.focusWanted();
        this.desk.state.busy += 1;
        this.scans = this.scans
            .then(() => this.desk.payment)
            .then(() => this.find(text, asSum))
            .catch((error) => this.desk.failed(error))
            .finally(() => {
                this.desk.state.busy -= 1;
            });
        return this.scans;
    }

    async find(text, asSum) {
        if (this.desk.receipt.sent) {
            this.desk.say(_t("First finish this receipt: press Enter."), true);
            return;
        }
        this.forget();
        const found = await this.desk.till.call("desk_find", text);
        if (found.kind === "account") {
            this.take(found.account, found.lines, found.period);
            this.desk.state.notes = found.notes;
            this.desk.state.offer = found.other ? found.account : null;
        } else if (found.kind === "receipt") {
            this.desk.state.refund = found.receipt;
            this.desk.say("");
        } else if (found.kind === "list") {
            this.desk.state.candidates = found.candidates;
            this.desk.say("");
        } else {
            const slip = asSum ? `${_t("This is no sum of money.")} ` : "";
            this.desk.say(slip + found.message, true);
        }
        if (!this.desk.state.refund) {
            this.wantScanner();
        }
    }

    /** What was told of the scan before. */
    forget() {
        this.desk.state.paid = null;
        this.desk.state.refund = null;
        this.desk.state.candidates = [];
        this.desk.state.notes = [];
        this.desk.state.offer = null;
    }

    async choose(candidate) {
        this.desk.state.candidates = [];
        const account = await this.desk.till.call("desk_account", candidate.id);
        this.take(account, account.lines);
        this.desk.wanted = "scanner";
    }

    take(account, lines, period) {
        const added = lines.filter((line) =>
            this.desk.receipt.add(account, line, period),
        );
        this.desk.state.account = account;
        if (!added.length) {
            this.desk.say(
                _t("Account %s is in the receipt already.", account.number),
                true,
            );
        } else {
            this.desk.say("");
        }
    }

    /** What is owed now, in place of what the paper says. */
    takeOffer() {
        this.desk.receipt.replace(this.desk.state.offer, this.desk.state.offer.lines);
        this.desk.state.notes = [];
        this.desk.state.offer = null;
        this.desk.wanted = "scanner";
    }
}

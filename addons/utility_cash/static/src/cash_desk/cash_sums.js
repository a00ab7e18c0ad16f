import {localization} from "@web/core/l10n/localization";

/** Sums as whole coins: no fractions between what is typed and what is sent. */

/** Coins of "1 234,50", or null where it is no sum. */
export function coins(text) {
    const clean = String(text ?? "")
        .replace(/[\s\u00a0\u202f]/g, "")
        .replace(",", ".");
    const found = /^(\d{1,9})(?:\.(\d{0,2}))?$/.exec(clean);
    return found
        ? Number(found[1]) * 100 + Number((found[2] || "").padEnd(2, "0"))
        : null;
}

/** "1234.50" of coins, as the server takes it. */
export function plain(value) {
    const sign = value < 0 ? "-" : "";
    const digits = String(Math.abs(value)).padStart(3, "0");
    return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** "1234,50" of "1234.50", as people type it in their language. */
export function typed(text) {
    return String(text || "").replace(".", localization.decimalPoint);
}

/** "1 234,50" of coins, as people read it in their language. */
export function shown(value) {
    return typed(plain(value).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f"));
}

/** "1 234,50" of "1234.50", as people read it; nothing of nothing. */
export function money(text) {
    return text ? shown(Math.round(Number(text) * 100)) : "";
}

/** "02.2026" of "2026-02-01". */
export function month(period) {
    return period ? `${period.slice(5, 7)}.${period.slice(0, 4)}` : "";
}

/** Fee of a sum in coins, by terms as the server tells them; half a coin is rounded up. */
export function feeOf(amount, terms) {
    if (!terms || amount <= 0) {
        return 0;
    }
    const share = Math.floor((amount * terms.percent + 50000) / 100000) + terms.fixed;
    const bounded = Math.max(share, terms.minimum);
    return Math.min(terms.maximum ? Math.min(bounded, terms.maximum) : bounded, amount);
}

/** Whether a text in a field of money was meant for the scanner's field. */
export function isScan(text) {
    const clean = text.replace(/^\s*[+-]|[\s\u00a0\u202f]/g, "");
    return /^0\d/.test(clean) || /[^\d.,]/.test(clean) || /^\d{10,}$/.test(clean);
}

/** Number of a receipt, made here so that it is registered once however often it is sent. */
export function newNumber() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

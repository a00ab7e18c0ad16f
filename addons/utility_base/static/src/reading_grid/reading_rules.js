import {_t} from "@web/core/l10n/translation";

/**
 * What can be said about a typed value without asking the server. The server judges again, with
 * all its rules; this only answers at once while somebody types.
 */

const MONTH_DAYS = 30.4375;

/** "1 234,5" -> 1234.5; null: empty; NaN: not a number. */
export function parseValue(text) {
    const clean = (text || "").replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
    if (!clean) {
        return null;
    }
    return /^\d+(\.\d*)?$/.test(clean) ? Number(clean) : NaN;
}

/** Volume to the last value and whether the register rolled over; null where it fell. */
export function consumption(row, value) {
    const last = Number(row.last_value || 0);
    if (value >= last) {
        return {volume: (value - last) * row.ratio, rolled: false};
    }
    const span = 10 ** row.digits;
    const rolled = value + span - last;
    return rolled < span / 10 ? {volume: rolled * row.ratio, rolled: true} : null;
}

function monthsBetween(start, end) {
    return Math.max((Date.parse(end) - Date.parse(start)) / 86400000 / MONTH_DAYS, 1);
}

/**
 * @returns {{code: string|null, volume: number|null, severity: "refuse"|"suspect"|"info"|null}}
 */
export function lightCheck(row, text, date) {
    const value = parseValue(text);
    if (value === null) {
        return {code: null, volume: null, severity: null};
    }
    if (Number.isNaN(value)) {
        return {code: "bad_value", volume: null, severity: "refuse"};
    }
    if (value >= 10 ** row.digits) {
        return {code: "too_many_digits", volume: null, severity: "refuse"};
    }
    if (!row.last_date) {
        return {code: null, volume: null, severity: null};
    }
    const found = consumption(row, value);
    if (!found) {
        return {code: "negative_consumption", volume: null, severity: "refuse"};
    }
    const months = monthsBetween(row.last_date, date);
    const usual = row.usual;
    const border =
        usual === null
            ? (row.limit ?? Infinity) * months
            : Math.max(row.factor * usual, row.floor) * months;
    if (found.volume > border) {
        return {code: "jump", volume: found.volume, severity: "suspect"};
    }
    return {
        code: found.rolled ? "rollover" : null,
        volume: found.volume,
        severity: found.rolled ? "info" : null,
    };
}

/** What a code says in a few words. */
export function hint(code) {
    return {
        bad_value: _t("Not a number"),
        too_many_digits: _t("Too many digits"),
        negative_consumption: _t("Below the previous reading"),
        jump: _t("Unusually much"),
        rollover: _t("The register has rolled over"),
    }[code];
}

/** A row of the server with what was typed or entered for the day already. */
export function prepareRow(row, drafts, date) {
    const draft = drafts.get(row.id, date);
    const {entered} = row;
    const enteredStatus =
        entered && (entered.state === "suspect" ? "suspect" : "saved");
    const text = draft ? draft.text : entered ? entered.value : "";
    return {
        ...row,
        text,
        savedText: entered ? entered.value : "",
        status: draft ? "typed" : enteredStatus || "",
        volume: lightCheck(row, text, date).volume,
        messages: [],
    };
}

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

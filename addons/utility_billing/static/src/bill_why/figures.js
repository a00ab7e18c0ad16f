import {formatFloat} from "@web/core/utils/numbers";
import {formatCurrency} from "@web/core/currency";

/** A plain decimal of the server (``1234.50``) with the marks of the user's language. */
export function number(text) {
    if (text === "" || text === false || text === undefined || text === null) {
        return "";
    }
    const decimals = String(text).split(".")[1]?.length || 0;
    return formatFloat(Number(text), {digits: [16, decimals]});
}

/** A sum with the sign of its currency. */
export function money(text, currencyId) {
    return text === "" ? "" : formatCurrency(Number(text), currencyId);
}

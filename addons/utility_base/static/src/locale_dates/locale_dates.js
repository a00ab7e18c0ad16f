import {localization} from "@web/core/l10n/localization";
import {patch} from "@web/core/utils/patch";

const {DateTime} = luxon;
const known = new Map();

/**
 * Chromium ships no calendar words for some languages (Kazakh among them) and writes "2026 M04 1".
 * There the numeric format of the user's language is used: 01.04.2026, with the time if asked for.
 */
export function hasCalendarWords(locale) {
    if (!known.has(locale)) {
        const month = new Intl.DateTimeFormat(locale, {month: "short"}).format(
            new Date(2026, 3, 1),
        );
        known.set(locale, !/^M\d/.test(month));
    }
    return known.get(locale);
}

patch(DateTime.prototype, {
    toLocaleString(format = DateTime.DATE_SHORT, options = {}) {
        const wordy = ["short", "long"].includes(format.month) && !options.locale;
        if (!wordy || !this.locale || hasCalendarWords(this.locale)) {
            return super.toLocaleString(format, options);
        }
        const parts = [];
        if (format.day) {
            parts.push(localization.dateFormat);
        } else if (format.month) {
            parts.push("MM.yyyy");
        }
        if (format.hour) {
            parts.push(format.second ? "HH:mm:ss" : "HH:mm");
        }
        return this.toFormat(parts.join(" "));
    },
});

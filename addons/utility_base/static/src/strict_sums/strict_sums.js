import {patch} from "@web/core/utils/patch";
import {MonetaryField} from "@web/views/fields/monetary/monetary_field";
import {InvalidNumberError} from "@web/views/fields/parsers";

/** Odoo takes a text without digits for 0,00: here it is refused like any other wrong number. */
patch(MonetaryField.prototype, {
    get inputOptions() {
        const options = super.inputOptions;
        return {
            ...options,
            parse: (text) => {
                if (text.trim() && !/\d/.test(text)) {
                    throw new InvalidNumberError(`"${text}" is not a correct number`);
                }
                return options.parse(text);
            },
        };
    },
});

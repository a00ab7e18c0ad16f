import {registry} from "@web/core/registry";

const scanner = ".o_utility_cash_scanner";

/** Types as a scanner does: letters and Enter without a pause, twice in a row. */
function scanAll(texts) {
    return function () {
        const field = this.anchor;
        for (const text of texts) {
            field.value = text;
            field.dispatchEvent(new InputEvent("input", {bubbles: true}));
            field.dispatchEvent(
                new KeyboardEvent("keydown", {key: "Enter", bubbles: true}),
            );
        }
    };
}

/** Enter twice within a moment. */
function enterTwice() {
    for (let time = 0; time < 2; time++) {
        this.anchor.dispatchEvent(
            new KeyboardEvent("keydown", {key: "Enter", bubbles: true}),
        );
    }
}

registry.category("web_tour.tours").add("utility_cash_desk", {
    steps: () => [
        {content: "no shift yet", trigger: ".o_utility_cash_open", run: "click"},
        {
            content: "count the drawer",
            trigger: ".modal div[name=counted] input",
            run: "edit 1000",
        },
        {
            content: "open",
            trigger: ".modal button[name=action_open]",
            run: "click",
        },
        {
            content: "two scans in a row, one of them twice",
            trigger: `${scanner}:focus`,
            run: scanAll([
                "ST00012|Name=X|PersAcc=0000012345|Sum=90000|PaymPeriod=022026",
                "99999",
                "0000012345",
            ]),
        },
        {
            content: "both stand in the receipt, each once, the capital repair apart",
            trigger:
                ".o_utility_cash:has(.o_utility_cash_line + .o_utility_cash_line) .o_utility_cash_total:contains(900.50)",
        },
        {
            content: "the double is told",
            trigger: ".o_utility_cash_message:contains(already)",
        },
        {content: "part by card", trigger: ".o_utility_cash_card", run: "edit 400.50"},
        {
            content: "too little is refused",
            trigger: ".o_utility_cash_given",
            run: "edit 100",
        },
        {
            content: "Enter",
            trigger: ".o_utility_cash_given",
            run: "press Enter",
        },
        {content: "told", trigger: ".o_utility_cash_message:contains(Less cash)"},
        {
            content: "given, with a comma",
            trigger: ".o_utility_cash_given",
            run: "edit 2000,00",
        },
        {
            content: "double Enter",
            trigger: ".o_utility_cash_given",
            run: enterTwice,
        },
        {
            content: "the change is told",
            trigger: ".o_utility_cash_paid .o_utility_cash_change:contains(500.00)",
        },
        {
            content: "one receipt",
            trigger:
                ".o_utility_cash:has(.o_utility_cash_made):not(:has(.o_utility_cash_made + .o_utility_cash_made))",
        },
        {content: "by address", trigger: scanner, run: "edit Томск 1 5"},
        {content: "Enter", trigger: scanner, run: "press Enter"},
        {
            content: "found",
            trigger: ".o_utility_cash_line .o_utility_cash_amount",
            run: "edit 10",
        },
        {
            content: "pay by the button",
            trigger: ".o_utility_cash_pay",
            run: "click",
        },
        {
            content: "two receipts",
            trigger: ".o_utility_cash_made + .o_utility_cash_made",
        },
        {
            content: "cancel the last",
            trigger: ".o_utility_cash_cancel",
            run: "click",
        },
        {
            content: "with a reason",
            trigger: ".o_utility_cash_reason",
            run: "edit wrong account",
        },
        {
            content: "give back",
            trigger: ".o_utility_cash_confirm:enabled",
            run: "click",
        },
        {content: "told", trigger: ".o_utility_cash_paid:contains(Give back)"},
        {
            content: "close the shift",
            trigger: ".o_utility_cash_close",
            run: "click",
        },
        {
            content: "counted",
            trigger: ".modal div[name=counted] input",
            run: "edit 2500",
        },
        {
            content: "close",
            trigger: ".modal button[name=action_close]",
            run: "click",
        },
        {content: "closed", trigger: ".o_utility_cash_open"},
    ],
});

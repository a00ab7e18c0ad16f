import {registry} from "@web/core/registry";

const row = (index) => `.o_utility_row:has(input[data-index="${index}"])`;
const press = (key) => `press ${key}`;

registry.category("web_tour.tours").add("utility_reading_grid", {
    steps: () => [
        {
            content: "the day of the readings",
            trigger: ".o_utility_date",
            run() {
                this.anchor.value = "2025-07-20";
                this.anchor.dispatchEvent(new Event("change", {bubbles: true}));
            },
        },
        {content: "look up an account", trigger: ".o_utility_jump", run: "edit GRID-1"},
        {content: "go", trigger: ".o_utility_jump", run: press("Enter")},
        {
            content: "its row has the focus",
            trigger: `${row(0)}:contains(GRID-1) input:focus`,
            run: "edit 59",
        },
        {
            content: "the falling value is told at once",
            trigger: `${row(0)} .text-danger`,
        },
        {content: "leave the row", trigger: `${row(0)} input`, run: press("Enter")},
        {
            content: "it is not saved",
            trigger: `${row(0)} .o_utility_state:contains("Not saved")`,
        },
        {content: "and is kept", trigger: ".o_utility_waiting:contains(1)"},
        {
            content: "the right value, with a comma",
            trigger: `${row(0)} input`,
            run: "edit 70,5",
        },
        {content: "leave the row", trigger: `${row(0)} input`, run: press("Enter")},
        {content: "saved", trigger: `${row(0)} .fa-check`},
        {
            content: "nothing waits",
            trigger: ".o_utility_grid:not(:has(.o_utility_waiting))",
        },
        {content: "the next account", trigger: ".o_utility_jump", run: "edit A-2"},
        {content: "go", trigger: ".o_utility_jump", run: press("Enter")},
        {
            content: "day",
            trigger: `${row(0)}:contains(GRID-2) input:focus`,
            run: "edit 100",
        },
        {content: "next zone", trigger: `${row(0)} input`, run: press("Enter")},
        {content: "night", trigger: `${row(1)} input:focus`, run: "edit 50"},
        {content: "leave the meter", trigger: `${row(1)} input`, run: press("Enter")},
        {content: "both are saved", trigger: `${row(0)} .fa-check`},
        {content: "both are saved", trigger: `${row(1)} .fa-check`},
        {content: "back to the first", trigger: ".o_utility_jump", run: "edit GRID-1"},
        {content: "go", trigger: ".o_utility_jump", run: press("Enter")},
        {
            content: "its value is shown",
            trigger: `${row(0)}:contains(GRID-1) input:value(70.5)`,
            run: "edit 700",
        },
        {
            content: "a jump is told while typing",
            trigger: `${row(0)} .text-warning-emphasis`,
        },
        {content: "leave", trigger: `${row(0)} input`, run: press("Enter")},
        {
            content: "it waits for a decision",
            trigger: `${row(0)} .badge:contains("To be checked")`,
        },
        {
            content: "account with zones again",
            trigger: ".o_utility_jump",
            run: "edit A-2",
        },
        {content: "go", trigger: ".o_utility_jump", run: press("Enter")},
        {
            content: "another day value",
            trigger: `${row(0)}:contains(GRID-2) input:value(100)`,
            run: "edit 110",
        },
        {content: "next", trigger: `${row(0)} input`, run: press("Enter")},
        {content: "leave", trigger: `${row(1)} input`, run: press("Enter")},
        {content: "saved", trigger: `${row(0)} .fa-check`},
        {content: "take it back", trigger: ".o_utility_undo:enabled", run: "click"},
        {
            content: "taken back, the value stays in its box",
            trigger: `${row(0)}:contains("Taken back") input:value(110)`,
        },
        {
            content: "and waits in the browser",
            trigger: ".o_utility_waiting:contains(1)",
        },
        {
            content: "a reload loses nothing",
            trigger: ".o_utility_grid",
            run: () => location.reload(),
            expectUnloadPage: true,
        },
        {content: "still there", trigger: ".o_utility_waiting:contains(1)"},
    ],
});

import {registry} from "@web/core/registry";

const choose = (field, text) => [
    {content: field, trigger: `[name=${field}] input`, run: `edit ${text}`},
    {
        // "Create ..." stands there before the search has answered
        trigger: `.o-autocomplete--dropdown-item:contains(${text}):not(:contains(Create))`,
        run: "click",
    },
];
const fill = (field, value) => ({
    content: field,
    trigger: `[name=${field}] input`,
    run: `edit ${value} && press Tab`,
});

registry.category("web_tour.tours").add("utility_quick_add", {
    steps: () => [
        ...choose("locality_id", "Testburg"),
        ...choose("street_id", "Садовая"),
        fill("number", "12"),
        {
            content: "the address is registered already",
            trigger: ".alert-warning:contains(registered already) a:contains(Садовая)",
        },
        fill("number", "14"),
        {
            trigger:
                "body:not(:has(.alert-warning:visible:contains(registered already)))",
        },
        fill("entrances", "2"),
        fill("floors", "3"),
        fill("per_floor", "2"),
        {
            content: "a line of areas a position",
            trigger: "[name=position_ids] .o_data_row:nth-child(2)",
        },
        fill("total_area", "41.5"),
        {
            content: "payers",
            trigger: ".nav-link:contains(Accounts and Payers)",
            run: "click",
        },
        {
            trigger: "[name=payer_mode] .o_radio_item:contains(Pasted list) input",
            run: "click",
        },
        {
            content: "a list with an error",
            trigger: "[name=pasted] textarea",
            run: "edit 99;Нет;1;10",
        },
        {trigger: "button[name=action_preview]", run: "click"},
        {
            content: "the error is told",
            trigger: ".alert-danger:contains(flat 99 is not in the layout)",
        },
        {trigger: "button[name=action_back]", run: "click"},
        {
            content: "payers again",
            trigger: ".nav-link:contains(Accounts and Payers)",
            run: "click",
        },
        {trigger: "[name=pasted] textarea", run: "edit 1;Әлиева Ә.;3;54,2"},
        {trigger: "button[name=action_preview]", run: "click"},
        {
            content: "the first row",
            trigger: ".o_field_widget[name=summary] td:contains(Әлиева Ә.)",
        },
        {trigger: ".alert-success:contains(Nothing has been written yet)"},
        {trigger: "button[name=action_create].btn-primary", run: "click"},
        {
            content: "made",
            trigger:
                ".o_form_view h1:contains(14), .o_form_view [name=name]:contains(14)",
        },
        {trigger: "button[name=action_undo]"},
    ],
});

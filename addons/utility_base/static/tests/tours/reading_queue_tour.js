import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("utility_reading_queue", {
    steps: () => [
        {content: "both wait", trigger: ".o_data_row:contains(Q1)"},
        {
            content: "all of them",
            trigger: "thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "accept",
            trigger: "button[name=action_accept]:contains(Accept)",
            run: "click",
        },
        {content: "nothing waits", trigger: ".o_view_nocontent"},
        {
            content: "take it back",
            trigger: ".o_notification button:contains(Undo)",
            run: "click",
        },
        {content: "they wait again", trigger: ".o_data_row:contains(Q2)"},
        {
            content: "accept the second by its button",
            trigger: ".o_data_row:contains(Q2) button[name=action_accept]",
            run: "click",
        },
        {
            content: "one is left",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(Q2)))",
        },
        {
            content: "choose the first",
            trigger: ".o_data_row:contains(Q1) .o_list_record_selector input",
            run: "click",
        },
        {
            content: "with a reply",
            trigger: ".o_control_panel button:contains(Reject with Reply)",
            run: "click",
        },
        {
            content: "the words",
            trigger: ".modal [name=reply] input",
            run: "edit Please send a photo",
        },
        {content: "reject", trigger: ".modal button[name=action_reject]", run: "click"},
        {content: "nothing waits", trigger: ".o_view_nocontent"},
    ],
});

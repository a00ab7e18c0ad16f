import {registry} from "@web/core/registry";

const ARRIVING = ".modal .nav-link:contains(Arriving)";

registry.category("web_tour.tours").add("utility_move", {
    steps: () => [
        {
            content: "move",
            trigger: "button:contains(Move Out and In)",
            run: "click",
        },
        {
            content: "final readings",
            trigger: ".modal .nav-link:contains(Final Readings)",
            run: "click",
        },
        {trigger: ".modal [name=value_ids] td[name=value]", run: "click"},
        {
            content: "the last value",
            trigger: ".modal [name=value_ids] td[name=value] input",
            run: "edit 120,5 && press Tab",
        },
        {content: "who comes", trigger: ARRIVING, run: "click"},
        {
            trigger: ".modal [name=partner_name] input",
            run: "edit Новосёлова Ұлжан && press Tab",
        },
        {
            trigger: ".modal [name=number] input",
            run: "edit 200001 && press Tab",
        },
        {
            content: "a resident",
            trigger: ".modal [name=resident_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".modal [name=resident_ids] td[name=name] input",
            run: "edit Новосёлов Ян && press Tab",
        },
        {trigger: ".modal button[name=action_move]", run: "click"},
        {
            content: "the new account",
            trigger:
                ".o_form_view:not(:has(.modal)) [name=partner_id] input:value(Новосёлова Ұлжан)",
        },
    ],
});

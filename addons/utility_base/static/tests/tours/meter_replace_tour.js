import {registry} from "@web/core/registry";

const OLD = ".modal [name=old_value_ids]";

registry.category("web_tour.tours").add("utility_meter_replace", {
    steps: () => [
        {content: "replace", trigger: "button[name=action_replace]", run: "click"},
        {content: "the act", trigger: ".modal [name=document] input", run: "edit 17"},
        {content: "the last value", trigger: `${OLD} td[name=value]`, run: "click"},
        {
            content: "below the last one",
            trigger: `${OLD} td[name=value] input`,
            run: "edit 40",
        },
        {
            content: "the new meter",
            trigger: ".modal [name=new_serial] input",
            run: "edit NEW-1",
        },
        {
            content: "seals",
            trigger: ".modal [name=seal_numbers] input",
            run: "edit S-1, S-2",
        },
        {content: "apply", trigger: ".modal button[name=action_apply]", run: "click"},
        {
            content: "refused with the reason",
            trigger:
                ".modal .o_error_dialog:contains(Negative consumption), .modal:contains(Negative consumption)",
        },
        {
            content: "back",
            trigger: ".modal:contains(Negative consumption) footer .btn-primary",
            run: "click",
        },
        {content: "again", trigger: `${OLD} td[name=value]`, run: "click"},
        {
            content: "the right value",
            trigger: `${OLD} td[name=value] input`,
            run: "edit 60,5",
        },
        {content: "apply", trigger: ".modal button[name=action_apply]", run: "click"},
        {
            content: "the new meter stands",
            trigger: ".o_form_view [name=serial] input:value(NEW-1)",
        },
        {content: "and the dialog is gone", trigger: "body:not(:has(.modal))"},
    ],
});

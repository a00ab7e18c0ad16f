import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("utility_import", {
    steps: () => [
        {trigger: "button[name=action_read]", run: "click"},
        {trigger: ".o_field_widget[name=line_ids] td:contains(Full Name)"},
        {trigger: ".nav-link:contains(First Rows)", run: "click"},
        {trigger: ".o_field_widget[name=preview] td:contains(Попова Анна)"},
        {trigger: "button[name=action_check].btn-primary", run: "click"},
        {trigger: ".alert-warning:contains(Nothing is written yet)"},
        {trigger: "button[name=action_run].btn-primary", run: "click"},
        {trigger: ".alert-success:contains(Imported)"},
        {trigger: ".o_stat_text:contains(Errors)", run: "click"},
        {trigger: ".o_list_view td:contains(IMP-ACCOUNT-UNKNOWN)"},
        {
            trigger: ".o_back_button, .breadcrumb-item a:contains(tour.csv)",
            run: "click",
        },
        {trigger: "button[name=action_undo]:contains(Take Back)", run: "click"},
        {trigger: ".modal-footer .btn-primary", run: "click"},
        {trigger: ".alert-info:contains(The import is taken back)"},
    ],
});

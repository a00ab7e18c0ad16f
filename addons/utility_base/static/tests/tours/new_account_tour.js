import {registry} from "@web/core/registry";

const menu = (section, item) => [
    {trigger: `button[data-menu-xmlid='utility_base.${section}']`, run: "click"},
    {trigger: `a[data-menu-xmlid='utility_base.${item}']`, run: "click"},
];
const create = [
    {trigger: ".o_list_button_add, .o-kanban-button-new", run: "click"},
    {trigger: ".o_form_view .o_form_editable"},
];
const save = [
    {trigger: ".o_form_button_save", run: "click"},
    {trigger: ".o_form_view .o_form_saved"},
];
const type = (field, text) => ({
    trigger: `.o_field_widget[name='${field}'] input`,
    run: `edit ${text}`,
});
const choose = (field, text) => [
    type(field, text),
    {
        trigger: `.o_field_widget[name='${field}'] .o-autocomplete--dropdown-item:contains('${text}')`,
        run: "click",
    },
];

// From nothing to an account that is found by its address (A04, A05, A09, A17, A19).
registry.category("web_tour.tours").add("utility_new_account", {
    steps: () => [
        ...menu("menu_settings", "menu_utility_locality"),
        {trigger: ".o_breadcrumb:contains('Localities')"},
        ...create,
        type("name", "Tourville"),
        ...save,
        ...menu("menu_settings", "menu_utility_street"),
        {trigger: ".o_breadcrumb:contains('Streets')"},
        ...create,
        type("name", "Речная"),
        ...choose("locality_id", "Tourville"),
        ...save,
        ...menu("menu_desk", "menu_utility_building"),
        {trigger: ".o_breadcrumb:contains('Buildings')"},
        ...create,
        ...choose("locality_id", "Tourville"),
        ...choose("street_id", "Речная"),
        type("number", "7"),
        ...save,
        {
            trigger:
                ".o_field_widget[name='address']:contains('Tourville, ул. Речная, д. 7')",
        },
        ...menu("menu_desk", "menu_utility_premise"),
        {trigger: ".o_breadcrumb:contains('Premises')"},
        ...create,
        ...choose("building_id", "Речная"),
        type("number", "12"),
        type("total_area", "54.3"),
        ...save,
        ...menu("menu_desk", "menu_utility_account"),
        {trigger: ".o_breadcrumb:contains('Accounts')"},
        ...create,
        type("number", "TOUR-1"),
        type("partner_id", "Турист Пётр"),
        {
            trigger:
                ".o_field_widget[name='partner_id'] .o_m2o_dropdown_option_create:contains('Турист Пётр')",
            run: "click",
        },
        ...choose("premise_id", "Речная"),
        ...save,
        {trigger: ".o_field_widget[name='total_area']:contains('54.30')"},
        ...menu("menu_desk", "menu_utility_account"),
        {trigger: ".o_breadcrumb:contains('Accounts')"},
        {trigger: ".o_searchview_input", run: "edit речная 7 12"},
        {trigger: ".o_searchview_input", run: "press Enter"},
        {trigger: ".o_facet_values:contains('речная 7 12')"},
        {trigger: ".o_data_row:only-of-type td:contains('TOUR-1')", run: "click"},
        {trigger: ".o_form_view .o_field_widget[name='address']:contains('кв. 12')"},
    ],
});

import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

/**
 * Button beside the formula of a service: tries the text as it stands on the screen, saved or
 * not, and takes back what the tester made of it.
 */
export class FormulaTest extends Component {
    static template = "utility_billing.FormulaTest";
    static props = {...standardWidgetProps};

    setup() {
        this.action = useService("action");
    }

    get isNew() {
        return !this.props.record.resId;
    }

    open() {
        const {record} = this.props;
        return this.action.doAction("utility_billing.utility_formula_test_action", {
            additionalContext: {
                default_service_id: record.resId,
                default_formula: record.data.formula || "",
            },
            onClose: (infos) =>
                infos?.formula && record.update({formula: infos.formula}),
        });
    }
}

registry.category("view_widgets").add("utility_formula_test", {
    component: FormulaTest,
    fieldDependencies: [{name: "formula", type: "char"}],
});

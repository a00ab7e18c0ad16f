import {Component, onWillUnmount} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const SECONDS = 2;

/** Reloads the form while a job works on the record, so that its progress moves. */
export class ImportPoll extends Component {
    static template = "utility_base.ImportPoll";
    static props = {...standardWidgetProps};

    setup() {
        const timer = setInterval(() => this.reload(), SECONDS * 1000);
        onWillUnmount(() => clearInterval(timer));
    }

    async reload() {
        const record = this.props.record;
        const working = ["running", "checking", "charging"].includes(record.data.state);
        if (working && record.resId && !(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("view_widgets").add("utility_import_poll", {component: ImportPoll});

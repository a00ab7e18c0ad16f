import {Component, onWillUnmount} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const SECONDS = 2;

/** Reloads the form so that the progress of a job moves; show it only while a job is at work. */
export class ImportPoll extends Component {
    static template = "utility_base.ImportPoll";
    static props = {...standardWidgetProps};

    setup() {
        const timer = setInterval(() => this.reload(), SECONDS * 1000);
        onWillUnmount(() => clearInterval(timer));
    }

    async reload() {
        const record = this.props.record;
        if (record.resId && !(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("view_widgets").add("utility_import_poll", {component: ImportPoll});

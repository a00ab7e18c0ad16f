import {Component, useState} from "@odoo/owl";
import {formatDate, deserializeDate} from "@web/core/l10n/dates";
import {localization} from "@web/core/l10n/localization";

/** One register: only this component is drawn again while somebody types in it. */
export class ReadingRow extends Component {
    static template = "utility_base.ReadingRow";
    static props = {
        row: Object,
        index: Number,
        onInput: Function,
        onKeydown: Function,
        onFocus: Function,
        onBlur: Function,
    };

    setup() {
        this.row = useState(this.props.row);
    }

    number(text) {
        return text ? String(text).replace(".", localization.decimalPoint) : "";
    }

    get lastDate() {
        return this.row.last_date
            ? formatDate(deserializeDate(this.row.last_date))
            : "";
    }

    get volume() {
        const volume = this.row.volume;
        return volume === null || volume === undefined
            ? ""
            : this.number(String(Math.round(volume * 1000) / 1000));
    }
}

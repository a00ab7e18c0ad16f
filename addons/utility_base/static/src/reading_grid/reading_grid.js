import {
    Component,
    onMounted,
    onPatched,
    onWillStart,
    onWillUnmount,
    toRaw,
    useRef,
    useState,
} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {session} from "@web/session";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {GridCursor} from "./reading_grid_cursor";
import {useGridSaver} from "./reading_grid_saver";
import {ReadingDrafts} from "./reading_drafts";
import {ReadingRow} from "./reading_row";
import {hint, lightCheck, prepareRow} from "./reading_rules";

const CHECK_DELAY = 350;
const PAGE = 500; // installations a call, as the server gives them

/**
 * Fast entry of readings by keyboard: choose the place, type, Enter, type, Enter.
 *
 * Every row is saved when it is left (all zones of a meter together), warnings come while typing,
 * and what the server does not have yet stays in the browser.
 */
export class ReadingGrid extends Component {
    static template = "utility_base.ReadingGrid";
    static components = {Layout, ReadingRow, RecordSelector};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.root = useRef("root");
        this.search = useRef("search");
        const params = {
            ...this.props.action.context?.grid,
            ...this.props.action.params,
        };
        this.state = useState({
            filters: {
                sheet_id: params.sheet_id || false,
                street_id: params.street_id || false,
                building_id: params.building_id || false,
                entrance_id: params.entrance_id || false,
                service_id: params.service_id || false,
                query: params.query || "",
            },
            sheetName: params.sheet_name || "",
            date: params.date || luxon.DateTime.local().toISODate(),
            source: params.source || "call",
            sources: [],
            rows: [],
            total: 0,
            offset: 0,
            loading: false,
            saved: 0,
            done: 0,
            waiting: 0,
        });
        this.drafts = new ReadingDrafts(
            `utility_readings:${session.db}:${user.userId}`,
        );
        this.saver = useGridSaver(this);
        onWillStart(async () => {
            this.state.sources = await this.orm.call(
                "utility.reading",
                "grid_sources",
                [],
            );
            await this.load();
        });
        this.cursor = new GridCursor(this);
        onMounted(() => this.cursor.toFirst());
        onPatched(() => this.cursor.toWanted());
        onWillUnmount(() => clearTimeout(this.checkTimer));
        this.onInput = this.onInput.bind(this);
        this.onKeydown = this.onKeydown.bind(this);
        this.onFocus = this.onFocus.bind(this);
        this.onBlur = this.onBlur.bind(this);
    }

    get hasFilter() {
        return Object.values(this.state.filters).some(Boolean);
    }

    get hasMore() {
        return this.state.total > this.state.offset + PAGE;
    }

    /** Counted aside: a render that reads every row would draw the page again at each key. */
    countDone() {
        const rows = toRaw(this.state.rows).map(toRaw);
        this.state.done = rows.filter((row) =>
            ["saved", "suspect"].includes(row.status),
        ).length;
    }

    // ------------------------------------------------------------------ what is shown

    async load(offset = 0) {
        this.state.waiting = this.drafts.all().length;
        if (!this.hasFilter) {
            this.state.rows = [];
            this.state.total = 0;
            return;
        }
        this.state.loading = true;
        try {
            const {rows, total} = await this.orm.call("utility.reading", "grid_rows", [
                this.state.filters,
                this.state.date,
                offset,
            ]);
            const prepared = rows.map((row) =>
                prepareRow(row, this.drafts, this.state.date),
            );
            this.state.rows = offset ? [...this.state.rows, ...prepared] : prepared;
            this.state.total = total;
            this.countDone();
            this.state.offset = offset;
        } finally {
            this.state.loading = false;
        }
        this.saver.retry();
        this.saver.check();
    }

    loadMore() {
        return this.load(this.state.offset + PAGE);
    }

    setFilter(name, value) {
        Object.assign(this.state.filters, {
            [name]: value || false,
            query: "",
            sheet_id: false,
        });
        this.state.sheetName = "";
        if (name === "street_id") {
            this.state.filters.building_id = false;
        }
        this.cursor.wanted = "first";
        return this.load();
    }

    async setDate(ev) {
        if (ev.target.value) {
            await this.saver.saveAll();
            this.state.date = ev.target.value;
            await this.load();
        }
    }

    setSource(ev) {
        this.state.source = ev.target.value;
    }

    get buildingDomain() {
        const street = this.state.filters.street_id;
        return street ? [["street_id", "=", street]] : [];
    }

    // ------------------------------------------------------------------ jump to a row

    onSearchKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.jump(ev.target.value.trim());
        }
    }

    /** Go to the row of a serial or account number; look it up elsewhere if it is not shown. */
    async jump(query) {
        if (!query) {
            return;
        }
        const needle = query.toLowerCase();
        const same = (row) =>
            [row.serial, row.account].some((t) => t.toLowerCase() === needle);
        const like = (row) =>
            [row.serial, row.account].some((t) => t.toLowerCase().includes(needle));
        let index = this.state.rows.findIndex(same);
        index = index < 0 ? this.state.rows.findIndex(like) : index;
        if (index >= 0) {
            this.search.el.value = "";
            this.cursor.to(index);
            return;
        }
        await this.saver.saveAll();
        this.state.filters = {query};
        this.state.sheetName = "";
        this.cursor.wanted = 0;
        await this.load();
        if (this.state.rows.length) {
            this.search.el.value = "";
        } else {
            this.cursor.wanted = null;
            this.notification.add(_t("No meter or account %s stands here.", query), {
                type: "warning",
            });
            this.search.el.select();
        }
    }

    // ------------------------------------------------------------------ keyboard

    onKeydown(ev, index) {
        const step = {Enter: ev.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1}[ev.key];
        if (step) {
            ev.preventDefault();
            if (!this.cursor.to(index + step)) {
                ev.target.blur(); // the last row: leaving it saves it
            }
        } else if (ev.key === "Escape") {
            this.search.el.focus();
        } else if (
            ev.key.toLowerCase() === "z" &&
            ev.ctrlKey &&
            ev.target.value === this.state.rows[index].text
        ) {
            ev.preventDefault();
            this.saver.undo();
        }
    }

    onInput(ev, index) {
        const row = this.state.rows[index];
        row.text = ev.target.value;
        row.status = row.text ? "typed" : "";
        this.drafts.put(row.id, this.state.date, {
            text: row.text,
            source: this.state.source,
            label: `${row.serial} ${row.zone}`,
        });
        const light = lightCheck(row, row.text, this.state.date);
        row.volume = light.volume;
        row.messages = light.severity
            ? [{severity: light.severity, message: hint(light.code)}]
            : [];
        clearTimeout(this.checkTimer);
        this.checkTimer = setTimeout(() => this.saver.check(), CHECK_DELAY);
    }

    onFocus(ev, index) {
        this.current = this.state.rows[index].meter_id;
        ev.target.select();
    }

    /** A meter is saved when it is left: its zones are judged together. */
    onBlur(ev, index) {
        const meter = this.state.rows[index].meter_id;
        const next = ev.relatedTarget?.dataset?.index;
        const stays = next !== undefined && this.state.rows[next]?.meter_id === meter;
        if (!stays) {
            this.saver.saveMeter(meter);
        }
    }
}

registry.category("actions").add("utility_reading_grid", ReadingGrid);

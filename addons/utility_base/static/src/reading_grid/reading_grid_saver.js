import {onWillDestroy, useExternalListener} from "@odoo/owl";
import {ConnectionLostError} from "@web/core/network/rpc";
import {_t} from "@web/core/l10n/translation";
import {parseValue} from "./reading_rules";

const RETRY = 10000;

/**
 * Sends typed values and shows what became of them. Rows go out in one call for all that wait;
 * a call that failed is repeated, its numbers make the repetition harmless.
 */
export class GridSaver {
    constructor(grid) {
        this.grid = grid;
        this.undoable = [];
        this.queue = Promise.resolve();
    }

    get rows() {
        return this.grid.state.rows;
    }

    sendable(row) {
        const value = parseValue(row.text);
        return (
            row.status === "typed" &&
            value !== null &&
            !Number.isNaN(value) &&
            row.text !== row.savedText
        );
    }

    saveMeter(meterId) {
        return this.save(
            this.rows.filter((row) => row.meter_id === meterId && this.sendable(row)),
        );
    }

    saveAll() {
        return this.save(this.rows.filter((row) => this.sendable(row)));
    }

    save(rows) {
        if (rows.length) {
            rows.forEach((row) => (row.status = "saving"));
            const {date, source} = this.grid.state;
            this.queue = this.queue.then(() => this.send(rows, date, source));
        }
        return this.queue;
    }

    async send(rows, date, source) {
        const {drafts, state, orm} = this.grid;
        const typed = rows.map((row) => ({row, text: row.text}));
        const entries = typed.map(({row, text}) => ({
            register_id: row.id,
            value: text,
            external_id: drafts.get(row.id, date)?.number,
        }));
        let answers;
        try {
            answers = await orm.silent.call("utility.reading", "grid_save", [
                entries,
                date,
                source,
            ]);
        } catch (error) {
            rows.forEach((row) => (row.status = "offline"));
            this.plan();
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            return;
        }
        answers.forEach((answer, index) => this.show(typed[index], answer, date));
        this.grid.countDone();
        state.waiting = drafts.all().length;
        const ids = answers
            .filter((a) => ["accepted", "suspect"].includes(a.status))
            .flatMap((a) => a.ids);
        if (ids.length) {
            this.undoable.push({ids, typed});
            state.saved = this.undoable.length;
        }
    }

    show({row, text}, answer, date) {
        row.messages = answer.findings.filter((f) => f.code !== "duplicate");
        if (row.text !== text) {
            row.status = "typed"; // changed while it was under way: this value goes out next
            return;
        }
        if (answer.status === "refused") {
            row.status = "refused";
            return;
        }
        row.status = answer.status === "suspect" ? "suspect" : "saved";
        row.savedText = text;
        this.grid.drafts.drop(row.id, date);
    }

    /** Ask the server about everything typed and not saved: one call for the page. */
    async check() {
        const rows = this.rows.filter((row) => this.sendable(row));
        if (!rows.length) {
            return;
        }
        const {date, source} = this.grid.state;
        const entries = rows.map((row) => ({register_id: row.id, value: row.text}));
        const texts = rows.map((row) => row.text);
        try {
            const answers = await this.grid.orm.silent.call(
                "utility.reading",
                "grid_check",
                [entries, date, source],
            );
            rows.forEach((row, index) => {
                if (row.status === "typed" && row.text === texts[index]) {
                    row.messages = answers[index].findings.filter(
                        (f) => f.code !== "duplicate",
                    );
                }
            });
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }

    plan() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.retry(), RETRY);
    }

    retry() {
        const lost = this.rows.filter((row) => row.status === "offline");
        lost.forEach((row) => (row.status = "typed"));
        return this.save(lost.filter((row) => this.sendable(row)));
    }

    /** Send what was typed earlier, for other houses and days as well. */
    async sendDrafts() {
        const {drafts, state, orm, notification} = this.grid;
        await this.saveAll();
        const shown = new Set(this.rows.map((row) => row.id));
        const groups = {};
        for (const draft of drafts.all()) {
            if (!(draft.date === state.date && shown.has(draft.registerId))) {
                const key = `${draft.date}|${draft.source}`;
                (groups[key] = groups[key] || []).push(draft);
            }
        }
        for (const [key, group] of Object.entries(groups)) {
            const [date, source] = key.split("|");
            const entries = group.map((d) => ({
                register_id: d.registerId,
                value: d.text,
                external_id: d.number,
            }));
            const answers = await orm.call("utility.reading", "grid_save", [
                entries,
                date,
                source,
            ]);
            answers.forEach((answer, index) => {
                if (answer.status === "refused") {
                    const found = answer.findings[0];
                    notification.add(
                        `${group[index].label} ${date}: ${found.message} ${found.remedy}`,
                        {
                            type: "danger",
                            sticky: true,
                        },
                    );
                } else {
                    drafts.drop(group[index].registerId, date);
                }
            });
        }
        state.waiting = drafts.all().length;
    }

    /** Take the last saved meter back; its values stay in their boxes to be changed. */
    async undo() {
        await this.queue;
        const last = this.undoable.pop();
        if (!last) {
            return;
        }
        const {orm, state, drafts, notification} = this.grid;
        await orm.call("utility.reading", "grid_undo", [last.ids]);
        for (const {row, text} of last.typed) {
            row.status = "undone";
            row.savedText = "";
            row.messages = [];
            drafts.put(row.id, state.date, {
                text,
                source: state.source,
                label: `${row.serial} ${row.zone}`,
            });
        }
        this.grid.countDone();
        state.saved = this.undoable.length;
        state.waiting = drafts.all().length;
        notification.add(_t("The last reading is taken back."), {type: "info"});
        this.grid.cursor.to(
            this.rows.findIndex((row) => row.id === last.typed[0].row.id),
        );
    }
}

export function useGridSaver(grid) {
    const saver = new GridSaver(grid);
    useExternalListener(window, "online", () => saver.retry());
    onWillDestroy(() => clearTimeout(saver.timer));
    return saver;
}

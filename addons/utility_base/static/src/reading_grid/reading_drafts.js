import {browser} from "@web/core/browser/browser";

/**
 * Typed values that the server does not have yet, kept in the browser until it has them: a broken
 * connection, a closed tab or a refused value loses nothing.
 */
export class ReadingDrafts {
    constructor(key) {
        this.key = key;
        this.drafts = this._read();
    }

    _read() {
        try {
            return JSON.parse(browser.localStorage.getItem(this.key)) || {};
        } catch {
            return {};
        }
    }

    _write() {
        browser.localStorage.setItem(this.key, JSON.stringify(this.drafts));
    }

    _id(registerId, date) {
        return `${registerId}@${date}`;
    }

    get(registerId, date) {
        return this.drafts[this._id(registerId, date)];
    }

    /** ``number`` makes sending the same value twice harmless. */
    put(registerId, date, values) {
        const id = this._id(registerId, date);
        this.drafts = this._read(); // another tab may have written
        if (!values.text) {
            delete this.drafts[id];
        } else {
            const old = this.drafts[id];
            const number =
                old && old.text === values.text
                    ? old.number
                    : browser.crypto?.randomUUID?.() || fallbackId();
            this.drafts[id] = {registerId, date, number, ...values};
        }
        this._write();
    }

    drop(registerId, date) {
        this.drafts = this._read();
        delete this.drafts[this._id(registerId, date)];
        this._write();
    }

    all() {
        return Object.values(this.drafts);
    }
}

function fallbackId() {
    return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
}

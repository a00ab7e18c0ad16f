import {ConnectionLostError} from "@web/core/network/rpc";
import {plain} from "./cash_sums";

const MODEL = "utility.cash.desk";
const LIVE = ["approved", "unknown", "new"];

/** Whether the server may or may not have heard the call. */
export function isLost(error) {
    return error instanceof ConnectionLostError;
}

/** What the till asks the server for; nothing of it draws or reads the screen. */
export class CashTill {
    constructor(orm) {
        this.orm = orm;
    }

    call(method, ...args) {
        return this.orm.silent.call(MODEL, method, args);
    }

    /**
     * Charge the card part of a receipt at the terminal, once however often it is called.
     *
     * @returns {Promise<{done: boolean, message: string}>} done: the receipt may be registered
     */
    async charge(receipt, follow) {
        const amount = receipt.cardDue;
        if (!amount) {
            return {done: true, message: ""};
        }
        receipt.operation ||= await this.call(
            "desk_card_start",
            receipt.uuid,
            plain(amount),
        );
        if (receipt.operation.state !== "approved") {
            follow();
            receipt.operation = await this.call("desk_card_run", receipt.operation.id);
        }
        const {state, message} = receipt.operation;
        if (state === "declined") {
            receipt.operation = null;
        }
        return {done: state === "approved", message};
    }

    /**
     * Take back what the terminal has charged for a receipt that is given up.
     *
     * @returns {Promise<{done: boolean, message: string}>} done: no card is charged any more
     */
    async release(receipt) {
        const operation = receipt.operation;
        if (!operation || !LIVE.includes(operation.state)) {
            return {done: true, message: ""};
        }
        const method =
            operation.state === "approved" ? "desk_card_cancel" : "desk_card_run";
        receipt.operation = await this.call(method, operation.id);
        const {state, message} = receipt.operation;
        return {done: ["cancelled", "declined"].includes(state), message};
    }

    /** Register the receipt; until the answer comes it must stay as it is. */
    async pay(receipt) {
        receipt.sent = true;
        try {
            return await this.call("desk_pay", receipt.request);
        } catch (error) {
            receipt.sent = isLost(error);
            throw error;
        }
    }

    /**
     * Give a receipt or some of its lines back, the card payment first.
     *
     * @returns {Promise<{paid: Object|null, message: string}>} paid: the refund receipt
     */
    async giveBack({receipt, uuid, reason, lines}) {
        for (const id of receipt.operations) {
            const operation = await this.call("desk_card_cancel", id);
            if (operation.state !== "cancelled") {
                return {paid: null, message: operation.message};
            }
        }
        const paid = await this.call("desk_refund", receipt.id, uuid, reason, lines);
        return {paid, message: ""};
    }
}

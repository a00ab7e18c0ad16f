/** The cursor of a grid of readings: which row's input has the focus, or gets it when it is drawn. */
export class GridCursor {
    constructor(grid) {
        this.grid = grid;
        this.wanted = null; // row to go to as soon as it is drawn; "first": the first empty one
    }

    /** Go to the input of a row; whether it is drawn. */
    to(index) {
        const input = this.grid.root.el?.querySelector(`input[data-index="${index}"]`);
        if (input) {
            input.focus();
            input.select();
            input.scrollIntoView({block: "nearest"});
        }
        return Boolean(input);
    }

    /** Go to the first row without a reading, else to the search. */
    toFirst() {
        const index = this.grid.state.rows.findIndex((row) => !row.status);
        if (index < 0) {
            this.grid.search.el?.focus();
        } else {
            this.to(index);
        }
    }

    toWanted() {
        if (this.wanted === null || this.grid.state.loading) {
            return;
        }
        const wanted = this.wanted;
        this.wanted = null;
        if (wanted === "first") {
            this.toFirst();
        } else {
            this.to(wanted);
        }
    }
}

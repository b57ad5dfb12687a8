/** More columns than any brick's export has; a sheet with a cell in its last column has 16,384. */
export const MAX_COLUMNS = 500;
/** Rows times columns, empty cells too: each of them takes its place in memory. */
export const MAX_CELLS = 5_000_000;
/** The last row that a spreadsheet has. Programs write it without cells to say how high the others are. */
export const LAST_ROW = 1_048_576;

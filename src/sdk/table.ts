/** A spreadsheet or a CSV file, as text: what a cell means is the connector's to say. */
export interface Table {
  headings: string[];
  rows: TableRow[];
  /** How it was read: for the log and for writing an answer in the same form. */
  form: TableForm;
}

export interface TableRow {
  /** Row of the file counted from 1 as a spreadsheet shows it; headings are row 1. */
  row: number;
  /** Heading to trimmed text; empty cells are ''. Numbers and dates of XLSX come as `1234.5` and `2026-11-23` or RFC 3339. */
  cells: Record<string, string>;
}

export interface TableForm {
  format: 'csv' | 'xlsx';
  /** For CSV. */
  delimiter?: ';' | ',' | '\t';
  encoding?: 'utf-8' | 'windows-1252';
  bom?: boolean;
}

export interface TableReadOptions {
  /** Absent: told by the content (an XLSX is a ZIP). */
  format?: 'csv' | 'xlsx';
  /** Absent: the one that gives the headings most columns. */
  delimiter?: ';' | ',' | '\t';
  /**
   * Absent: UTF-8 if it is valid, else Windows-1252, unless the text shows that it is neither. What is not valid in a
   * given encoding is refused.
   */
  encoding?: 'utf-8' | 'windows-1252';
  /** Most rows; default 200,000. Most bytes after unpacking; default 200 MB. Bombs are refused before they unpack. */
  maxRows?: number;
  maxBytes?: number;
}

/**
 * Failures are PermanentErrors with the row and the column in words, and as properties `row` and `column` (a heading or
 * a number) where there is one: `TABLE_EMPTY`, `TABLE_HEADINGS_DUPLICATE`,
 * `TABLE_ROW_UNEVEN` (more or fewer cells than headings: a file that was cut), `TABLE_QUOTE_OPEN`,
 * `TABLE_ENCODING_WRONG`, `TABLE_TOO_LARGE`, `TABLE_NOT_A_SPREADSHEET`.
 */
export interface TableCodec {
  read(bytes: Uint8Array, options?: TableReadOptions): Promise<Table>;
  write(
    table: Pick<Table, 'headings'> & { rows: readonly Record<string, string>[] },
    form: TableForm,
  ): Promise<Uint8Array>;
}

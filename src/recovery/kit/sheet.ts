/** What a column holds: exact decimals, whole numbers, or texts. */
export type ColumnKind = 'text' | 'amount' | 'count';

export interface Column {
  label: string;
  kind: ColumnKind;
  /** Share of a printed line; absent: not printed. */
  width?: number;
  /** What does not fit goes on a second printed line. */
  wrap?: boolean;
}

/** Cells in the order of the columns. Amounts and counts with a dot; empty: unknown. */
export type Row = readonly string[];

/** Rows under a heading of their own, such as those of a category. */
export interface Group {
  heading: string | null;
  rows: readonly Row[];
}

/** One table of the kit. Read once, written to every format at once. */
export interface Sheet {
  /** Name of its files. */
  name: string;
  title: string;
  columns: readonly Column[];
  /** In order; a group may come in several parts with the same heading. */
  groups(): AsyncIterable<Group>;
}

/** Where the rows of a sheet go. */
export interface SheetWriter {
  add(group: Group): Promise<void> | void;
  end(): Promise<void>;
}

/** A number as people of that language write it. */
export function decimalText(cell: string, locale: 'fr' | 'en'): string {
  return locale === 'fr' ? cell.replace('.', ',') : cell;
}

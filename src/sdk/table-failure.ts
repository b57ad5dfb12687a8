import { PermanentError } from './errors.ts';

const REMEDIES = {
  TABLE_EMPTY: 'Export the file again: its first line must hold the headings.',
  TABLE_HEADINGS_DUPLICATE: 'Give every column a name of its own.',
  TABLE_HEADINGS_EMPTY: 'Give every column a name of its own.',
  TABLE_ROW_UNEVEN: 'The file may have been cut, or a cell holds the delimiter without quotes: export it again.',
  TABLE_QUOTE_OPEN: 'Close the quotation mark, or double it where it belongs to the text.',
  TABLE_ENCODING_WRONG: 'Save the file as CSV UTF-8, or write only characters that the chosen encoding has.',
  TABLE_TOO_LARGE: 'Split the file.',
  TABLE_NOT_A_SPREADSHEET: 'Open the file in a spreadsheet program and save it as .xlsx or CSV.',
  TABLE_CELL_BROKEN: 'Correct this cell in the spreadsheet program and save the file again.',
} as const;

/** Where in the table it is: rows as a spreadsheet counts them, a column by its heading or its number. */
export interface TablePlace {
  row: number;
  column?: string | number | undefined;
}

/** A table that cannot be read or written, said in the words of `table.ts`. */
export function tableFailure(
  code: keyof typeof REMEDIES,
  message: string,
  { cause, at }: { cause?: unknown; at?: TablePlace } = {},
): PermanentError & Partial<TablePlace> {
  const failure = new PermanentError({ code, message, remedy: REMEDIES[code] }, cause === undefined ? {} : { cause });
  return at ? Object.assign(failure, at) : failure;
}

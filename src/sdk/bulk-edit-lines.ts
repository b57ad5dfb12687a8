import type { BulkEditFacet, BulkEditField, BulkEditKey, BulkEditLine } from '../roles/mass-edit/facets.ts';
import { decimalIn, isGtin, partsOf } from './bulk-edit-cells.ts';
import {
  BULK_EDIT_HEADINGS,
  BULK_EDIT_KEYS,
  BULK_EDIT_NUMBERS,
  usualColumn,
  type BulkEditColumn,
} from './bulk-edit-columns.ts';
import { PermanentError, type FailureText } from './errors.ts';
import type { Table, TableRow } from './table.ts';

type Failure = BulkEditFacet['failures'][number];

/** How a mass-edit file is read. */
export interface BulkEditReading {
  idBy: BulkEditKey;
  /** BCP 47 tag of its texts. */
  locale: string | null;
  /** Between several values in one cell; default: a comma. */
  valueSeparator?: string;
  /** Between several categories in one cell; default: a comma. */
  categorySeparator?: string;
  /** Heading to column, before the usual ones; `other` keeps a column without reading it. */
  columns?: Readonly<Record<string, BulkEditColumn | 'other'>>;
  /** Heading to attribute group: one attribute per column. */
  attributes?: Readonly<Record<string, string>>;
  /** Whether every cell is kept as it was, so that a leftover file can be written later. */
  keepsCells?: boolean;
}

/** A heading, and what it stands for. */
interface Heading {
  heading: string;
  column: BulkEditColumn | 'other';
  /** Of the options in its column. */
  group?: string;
}

/**
 * Every line of a mass-edit file, or why it cannot be read; the rest of the file stays usable. Throws PermanentErrors
 * that name row and column for headings that are not known (`EDIT_HEADING_UNKNOWN`) or stand for the same
 * (`EDIT_HEADING_TWICE`): then nothing of the file can be believed.
 */
export function readBulkEdit(
  { headings, rows }: Pick<Table, 'headings' | 'rows'>,
  reading: BulkEditReading,
): Pick<BulkEditFacet, 'lines' | 'failures' | 'headings' | 'unread'> {
  const known = headingsOf(headings, reading);
  const lines: BulkEditLine[] = [];
  const failures: Failure[] = [];
  const unread: { line: number; cells: string[] }[] = [];
  for (const row of rows) {
    const faults: Failure[] = [];
    const line = readLine(row, known, reading, faults);
    const cells = headings.map((heading) => row.cells[heading] ?? '');
    if (faults.length === 0) lines.push(reading.keepsCells ? { ...line, cells } : line);
    else unread.push({ line: row.row, cells });
    failures.push(...faults);
  }
  return { lines, failures, ...(reading.keepsCells && { headings, unread }) };
}

function headingsOf(headings: readonly string[], reading: BulkEditReading): Heading[] {
  const known = headings.map((heading, at) => headingOf(heading, at, reading));
  known.forEach(({ heading, column }, at) => {
    if (column === 'other' || column === 'options') return;
    const first = known.findIndex((one) => one.column === column);
    if (first === at) return;
    throw inHeading(heading, {
      code: 'EDIT_HEADING_TWICE',
      message: `Row 1, column ${at + 1}: "${heading.slice(0, 80)}" stands for the same as column ${first + 1}.`,
      remedy: 'Leave one of the two columns out.',
    });
  });
  return known;
}

function headingOf(heading: string, at: number, { columns = {}, attributes = {} }: BulkEditReading): Heading {
  const group = Object.hasOwn(attributes, heading) ? attributes[heading] : undefined;
  if (group !== undefined) return { heading, column: 'options', group };
  const column = (Object.hasOwn(columns, heading) ? columns[heading] : undefined) ?? usualColumn(heading);
  if (column !== undefined) return { heading, column };
  throw inHeading(heading, {
    code: 'EDIT_HEADING_UNKNOWN',
    message: `Row 1, column ${at + 1}: the heading "${heading.slice(0, 80)}" is not known.`,
    remedy: 'Name its field under `columns` in the settings of this brick, or `other` to leave it alone.',
  });
}

/** With its place, as failures of tables have it. */
function inHeading(column: string, text: FailureText): PermanentError {
  return Object.assign(new PermanentError(text), { row: 1, column });
}

function readLine(
  { row, cells }: TableRow,
  headings: readonly Heading[],
  reading: BulkEditReading,
  faults: Failure[],
): BulkEditLine {
  const { locale, idBy, valueSeparator = ',', categorySeparator = ',' } = reading;
  const line: BulkEditLine = { line: row, key: {}, values: {}, locale, other: {} };
  const found: Partial<Record<BulkEditColumn, string>> = {};
  const options: string[] = [];
  for (const { heading, column, group } of headings) {
    const cell = cells[heading] ?? '';
    // PrestaShop's combination 0 is none.
    if (cell === '' || (column === 'variantId' && cell === '0')) continue;
    if (column === 'other') line.other[heading] = cell;
    else if (column !== 'options') found[column] = valueOf(cell, column, { line: row, column: heading }, faults);
    else options.push(...(group === undefined ? partsOf(cell, valueSeparator) : [`${group}: ${cell}`]));
  }
  const keys = BULK_EDIT_KEYS[idBy].find((names) => names.every((name) => found[name] !== undefined));
  if (!keys) faults.push(keyMissing(row, idBy));
  for (const name of keys ?? []) line.key[name] = found[name] ?? '';
  for (const [column, value] of Object.entries(found)) {
    if (column === 'productId' || column === 'variantId') line.key[column] ??= value;
    else if (column === 'categories') line.values.categories = partsOf(value, categorySeparator);
    // What finds the product is not what is changed of it.
    else if (!(column in line.key)) line.values[column as BulkEditField] = value;
  }
  if (options.length > 0) line.values.options = options;
  return line;
}

function valueOf(
  cell: string,
  column: BulkEditColumn,
  at: { line: number; column: string },
  faults: Failure[],
): string {
  const fault = (code: string, what: string): number =>
    faults.push({ ...at, code, message: `"${cell.slice(0, 40)}" is no ${what}.` });
  if (BULK_EDIT_NUMBERS.has(column)) {
    const number = decimalIn(cell);
    if (number === null) fault('EDIT_NUMBER_WRONG', 'number');
    else if (column !== 'quantity' && /^-.*[1-9]/.test(number))
      fault('EDIT_NUMBER_NEGATIVE', `${column === 'weight' ? 'weight' : 'price'}: it is negative`);
    return number ?? cell;
  }
  if (column === 'gtin' && !isGtin(cell)) fault('EDIT_GTIN_WRONG', 'valid EAN, UPC or ISBN');
  return cell;
}

function keyMissing(line: number, idBy: BulkEditKey): Failure {
  const wanted = BULK_EDIT_KEYS[idBy].map((columns) =>
    columns.map((column) => BULK_EDIT_HEADINGS[column][0]).join(' and '),
  );
  const message = `The line has no key for ${idBy}, which is: ${wanted.join(', else ')}.`;
  return { line, column: null, code: 'EDIT_KEY_EMPTY', message };
}

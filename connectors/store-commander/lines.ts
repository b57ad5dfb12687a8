import type { BulkEditFacet, BulkEditField, BulkEditKey, BulkEditLine, Table, TableRow } from '#sdk';
import { columnsOf } from './columns.ts';
import type { Column, StoreCommanderSettings } from './settings.ts';

type Failure = BulkEditFacet['failures'][number];
type KeyColumn = keyof BulkEditLine['key'];

/** Alternatives, each of which needs all of its columns. */
const KEYS: Record<BulkEditKey, KeyColumn[][]> = {
  prodname: [['name']],
  prodref: [['sku']],
  prodrefthenprodname: [['sku'], ['name']],
  suprefthenprodname: [['supplierReference'], ['name']],
  supref: [['supplierReference']],
  prodrefandsupref: [['sku', 'supplierReference']],
  prodnameandsupref: [['name', 'supplierReference']],
  idproduct: [['productId']],
  idproductattribute: [['variantId']],
  ean13: [['gtin']],
  upc: [['gtin']],
  isbn: [['gtin']],
};
const NUMBERS = new Set<Column>(['price', 'costPrice', 'weight', 'quantity']);

/** Every line of a file, or why it cannot be read; the rest of the file stays usable. */
export function readLines(
  table: Table,
  settings: StoreCommanderSettings,
): { lines: BulkEditLine[]; failures: Failure[] } {
  const columns = columnsOf(table.headings, settings);
  const lines: BulkEditLine[] = [];
  const failures: Failure[] = [];
  for (const row of table.rows) {
    const faults: Failure[] = [];
    const line = readLine(row, columns, settings, faults);
    if (faults.length > 0) failures.push(...faults);
    else lines.push(line);
  }
  return { lines, failures };
}

function readLine(
  { row, cells }: TableRow,
  columns: ReadonlyMap<string, Column>,
  settings: StoreCommanderSettings,
  faults: Failure[],
): BulkEditLine {
  const line: BulkEditLine = { line: row, key: {}, values: {}, locale: settings.locale, other: {} };
  const found: Partial<Record<Column, string>> = {};
  const options: string[] = [];
  for (const [heading, column] of columns) {
    const cell = cells[heading] ?? '';
    // PrestaShop's combination 0 is none.
    if (cell === '' || (column === 'variantId' && cell === '0')) continue;
    if (column === 'other') line.other[heading] = cell;
    else if (column === 'options') options.push(...optionsOf(heading, cell, settings));
    else found[column] = valueOf(cell, column, { line: row, column: heading }, faults);
  }
  const alternatives = KEYS[settings.idBy];
  const keys = alternatives.find((names) => names.every((name) => found[name] !== undefined));
  if (!keys) faults.push(keyMissing(row, settings.idBy));
  for (const name of keys ?? []) line.key[name] = found[name] ?? '';
  for (const [column, value] of Object.entries(found)) {
    if (column === 'productId' || column === 'variantId') line.key[column] ??= value;
    else if (column === 'categories') line.values.categories = split(value, settings.categorySeparator);
    else if (!keys?.includes(column as KeyColumn)) line.values[column as BulkEditField] = value;
  }
  if (options.length > 0) line.values.options = options;
  return line;
}

/** `Group: value`; a column of its own has its group from the settings. */
function optionsOf(heading: string, cell: string, settings: StoreCommanderSettings): string[] {
  const group = Object.hasOwn(settings.attributes, heading) ? settings.attributes[heading] : undefined;
  return group === undefined ? split(cell, settings.valueSeparator) : [`${group}: ${cell}`];
}

function split(cell: string, separator: string): string[] {
  return cell
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function valueOf(cell: string, column: Column, at: { line: number; column: string }, faults: Failure[]): string {
  if (NUMBERS.has(column)) return decimalOf(cell, at, faults);
  if (column === 'gtin' && !isGtin(cell))
    faults.push({ ...at, code: 'EDIT_GTIN_WRONG', message: `"${cell.slice(0, 40)}" is no valid EAN, UPC or ISBN.` });
  return cell;
}

function decimalOf(cell: string, at: { line: number; column: string }, faults: Failure[]): string {
  const plain = cell.replace(/[\s\u00a0\u202f€]/g, '').replace(',', '.');
  if (/^-?\d+(\.\d+)?$/.test(plain)) return plain;
  faults.push({ ...at, code: 'EDIT_NUMBER_WRONG', message: `"${cell.slice(0, 40)}" is no number.` });
  return cell;
}

function keyMissing(line: number, idBy: BulkEditKey): Failure {
  return { line, column: null, code: 'EDIT_KEY_EMPTY', message: `The line has no key for ${idBy}.` };
}

/** 8, 12, 13 or 14 digits with the right check digit, or an ISBN of ten. */
function isGtin(code: string): boolean {
  const digits = code.replace(/[\s-]/g, '');
  if (/^\d{9}[\dX]$/.test(digits))
    return [...digits].reduce((sum, digit, at) => sum + (10 - at) * (digit === 'X' ? 10 : Number(digit)), 0) % 11 === 0;
  if (!/^(\d{8}|\d{12,14})$/.test(digits)) return false;
  return [...digits].reverse().reduce((sum, digit, at) => sum + Number(digit) * (at % 2 ? 3 : 1), 0) % 10 === 0;
}

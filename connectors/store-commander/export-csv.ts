import { PermanentError, readBulkEdit, type BulkEditLine, type TableCodec } from '#sdk';
import { headingOf } from './columns.ts';
import type { Column, StoreCommanderSettings } from './settings.ts';

/** What a line of a file says, without where it stood. */
export type EditRow = Pick<BulkEditLine, 'key' | 'values' | 'other'>;

/** A file that the tool's import takes with the same settings: what is read from it is what was given. */
export async function exportCsv(
  rows: readonly EditRow[],
  settings: StoreCommanderSettings,
  tables: TableCodec,
): Promise<Uint8Array> {
  const written = rows.map((row) => cellsOf(row, settings));
  const headings = [...new Set(written.flatMap((cells) => Object.keys(cells)))];
  // What could not be read back is not written.
  readBulkEdit({ headings, rows: [] }, settings);
  const { delimiter = ';', encoding = 'utf-8' } = settings;
  return tables.write(
    { headings, rows: written.map((cells) => filled(headings, cells)) },
    { ...FORM, delimiter, encoding },
  );
}

const FORM = { format: 'csv', bom: false } as const;

function filled(headings: readonly string[], cells: Record<string, string>): Record<string, string> {
  return Object.fromEntries(headings.map((heading) => [heading, cells[heading] ?? '']));
}

function cellsOf({ key, values, other }: EditRow, settings: StoreCommanderSettings): Record<string, string> {
  const { options, categories, ...rest } = values;
  const cells: Record<string, string> = {};
  for (const [column, value] of Object.entries({ ...rest, ...key }))
    cells[headingOf(column as Column, settings)] = String(value);
  if (categories !== undefined)
    cells[headingOf('categories', settings)] = join([categories].flat(), settings.categorySeparator);
  if (options !== undefined) Object.assign(cells, optionCells([options].flat(), settings));
  return { ...cells, ...other };
}

/** Groups with a column of their own first; what is left shares one. */
function optionCells(options: readonly string[], settings: StoreCommanderSettings): Record<string, string> {
  const cells: Record<string, string> = {};
  const rest: string[] = [];
  for (const option of options) {
    const own = Object.entries(settings.attributes).find(
      ([heading, group]) => !(heading in cells) && option.startsWith(`${group}: `),
    );
    if (own) cells[own[0]] = option.slice(own[1].length + 2);
    else rest.push(option);
  }
  if (rest.length > 0) cells[headingOf('options', settings)] = join(rest, settings.valueSeparator);
  return cells;
}

function join(parts: readonly string[], separator: string): string {
  const wrong = parts.find((part) => part.includes(separator));
  if (wrong === undefined) return parts.join(separator);
  throw new PermanentError({
    code: 'EDIT_SEPARATOR_IN_VALUE',
    message: `"${wrong.slice(0, 40)}" holds "${separator}", which parts the values of a cell.`,
    remedy: 'Choose another valueSeparator or categorySeparator in the settings of this brick.',
  });
}

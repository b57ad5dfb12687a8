import { BULK_EDIT_HEADINGS, type BulkEditColumn } from '#sdk';
import type { EditRecord, EditRow } from '../../mirror/index.ts';
import type { GraphRequest } from '../graph/index.ts';
import { toCsv } from './csv-text.ts';
import { readRecords } from './edit-again.ts';
import { readPresent, type Present } from './edit-messages.ts';
import { combinationOf } from './targets.ts';
import { inLanguage } from './values.ts';

const KEYS: readonly BulkEditColumn[] = ['productId', 'variantId', 'sku'];
const COLUMNS = Object.keys(BULK_EDIT_HEADINGS) as BulkEditColumn[];

/** What an edit of the hub sets, as a file of the mass-edit tool: one line for each product or price. */
export async function exportEdit(
  edit: EditRow,
  { delimiter, locale }: { delimiter: string; locale: string },
  request: GraphRequest,
): Promise<{ content: string; rows: number }> {
  const records = await readRecords(edit, request);
  const products = records.map(({ product }) => ({ product, variant: null }));
  const present = await readPresent([...records, ...products], request.reader.facets, edit.brick);
  const lines = records.flatMap((record) => {
    const values = valuesOf(record, locale);
    return values.size > 0 ? [{ record, values }] : [];
  });
  const set = new Set(lines.flatMap(({ values }) => [...values.keys()]));
  const columns = [...KEYS, ...COLUMNS.filter((column) => set.has(column))];
  const rows = lines.map(({ record, values }) =>
    columns.map((column) => values.get(column) ?? keyOf(column, record, present)),
  );
  const headings = columns.map((column) => BULK_EDIT_HEADINGS[column][0]);
  return { content: toCsv([headings, ...rows], delimiter), rows: rows.length };
}

/** A file has one language; an empty cell sets nothing. */
function valuesOf({ changes }: EditRecord, locale: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const { field, locale: tag, after } of changes)
    if (after !== null && (tag === null || inLanguage({ [tag]: after }, locale) !== undefined))
      values.set(field, after);
  return values;
}

function keyOf(column: BulkEditColumn, { product, variant }: EditRecord, { products, variants }: Present): string {
  const row = variant === null ? undefined : variants.get(variant);
  switch (column) {
    case 'productId':
      return products.get(product)?.externalId ?? '';
    case 'variantId':
      return row ? combinationOf(row) : '';
    case 'sku':
      return row?.facet.sku ?? '';
    default:
      return '';
  }
}

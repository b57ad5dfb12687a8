/** Tables of an office: what their columns are, and what their rows claim. */
import type { Table, TableCodec } from '#sdk';
import { readFile } from 'node:fs/promises';
import type { Claim, Doubt } from '../claim.ts';
import type { Given } from '../files.ts';
import { articleClaims, type Assumed } from './articles.ts';
import type { KnownCodes } from './codes.ts';
import { orderClaims } from './orders.ts';
import { customerClaim } from './people.ts';
import { propose, type Asked, type Proposal } from './propose.ts';
import { RowReader } from './row-reader.ts';

export type { Assumed } from './articles.ts';
export { FIELD_NAMES, type FieldName } from './headings.ts';
export type { KnownCodes } from './codes.ts';
export type { Asked, ColumnProposal, Mapping } from './propose.ts';

/** A table that was read, and what its columns are taken for. */
export interface OpenTable extends Proposal {
  given: Given;
  table: Table;
}

export async function openTable(given: Given, codec: TableCodec, asked: Asked): Promise<OpenTable> {
  const table = await codec.read(await readFile(given.path));
  return { given, table, ...propose(table, asked) };
}

/** SKU and bar code of the rows in which both are sound: by them, another file's mangled codes are known. */
export function soundCodes({ given, table, mapping }: OpenTable): [sku: string, gtin: string][] {
  const reader = new RowReader(given, table, mapping, { known: new Map(), doubt: () => undefined });
  return table.rows.flatMap((row) => {
    const [sku, gtin] = [reader.text(row, 'sku'), reader.text(row, 'gtin')];
    return sku !== null && gtin !== null ? [[sku, gtin] as [string, string]] : [];
  });
}

/** What the rows say. A cell or a row that cannot be read is a doubt, and the rest goes on. */
export function claimsOf(
  { given, table, mapping }: OpenTable,
  reading: { known: KnownCodes; assumed: Assumed; doubt: (doubt: Doubt) => void },
): Claim[] {
  const { assumed, doubt } = reading;
  const reader = new RowReader(given, table, mapping, reading);
  const { rows } = table;
  if (mapping.subject === 'orders') return orderClaims(reader, rows, { assumed, doubt });
  if (mapping.subject !== 'customers' && reader.has('priceWithTax') && !reader.has('taxRate'))
    doubt({
      ...{ code: 'SALVAGE_TAX_ASSUMED', effect: 'assumed', file: given.name, place: null, column: null },
      message: `The file has prices with tax and no tax rate: ${assumed.taxRate} % is taken for all of them.`,
      remedy: 'Say another rate with --tax, or salvage goods of another rate from a file of their own.',
    });
  return rows.flatMap((row) => {
    const customer = mapping.subject === 'customers' ? customerClaim(reader, row) : null;
    const claims = mapping.subject === 'customers' ? [customer ?? []].flat() : articleClaims(reader, row, assumed);
    if (claims.length === 0)
      doubt({
        ...{ code: 'SALVAGE_ROW_UNKNOWN', effect: 'refused', file: given.name, place: row.row, column: null },
        message: `Row ${String(row.row)} has nothing by which ${mapping.subject === 'customers' ? 'a customer' : 'an article'} is recognised; it is left out.`,
        remedy:
          mapping.subject === 'customers'
            ? 'Give it an e-mail, a customer number or a telephone.'
            : 'Give it a reference or a bar code.',
      });
    return claims;
  });
}

import { isCoded, readBulkEdit, type BulkEditFacet, type BulkEditKey, type Table } from '#sdk';
import { createTableCodec } from '../../sdk/table-codec.ts';
import { refuse } from '../graph/index.ts';
import { isDelimiter, type Delimiter } from './csv-text.ts';

/** Megabytes and lines of one text: room for 10,000 products, each with descriptions or some variants. */
export const MOST_MEGABYTES = 8;
export const MOST_LINES = 30_000;
const MOST_BYTES = MOST_MEGABYTES * 1024 * 1024;

const tables = createTableCodec();

/** Lines of a CSV text with the usual French or English headings. What is no such text is refused as a whole. */
export async function readUpload(
  csv: string,
  { idBy, delimiter, locale }: { idBy: BulkEditKey; delimiter: string | null; locale: string | null },
): Promise<Pick<BulkEditFacet, 'lines' | 'failures' | 'idBy'>> {
  if (Buffer.byteLength(csv) > MOST_BYTES)
    throw refuse('INVALID_ARGUMENT', `"csv" may have ${MOST_MEGABYTES} MB at most. Split it.`);
  if (delimiter !== null && !isDelimiter(delimiter))
    throw refuse('INVALID_ARGUMENT', '"delimiter" must be a semicolon, a comma or a tab.');
  try {
    const table = await toTable(csv, delimiter);
    return { ...readBulkEdit(table, { idBy, locale }), idBy };
  } catch (error) {
    if (!isCoded(error) || !/^(TABLE|EDIT)_/.test(error.code)) throw error;
    throw refuse('INVALID_ARGUMENT', `"csv" cannot be read. ${error.message}`);
  }
}

function toTable(csv: string, delimiter: Delimiter | null): Promise<Table> {
  const options = { format: 'csv', encoding: 'utf-8', maxRows: MOST_LINES } as const;
  return tables.read(Buffer.from(csv), { ...options, ...(delimiter !== null && { delimiter }) });
}

import type { AuditFilter, AuditReader, StoredAuditEntry } from '../mirror/index.ts';

export type ExportFormat = 'jsonl' | 'csv';

const PAGE = 500;
const COLUMNS = [
  ...(['seq', 'at', 'kind', 'who', 'token', 'shopper', 'request', 'operation', 'document', 'variables'] as const),
  ...(['people', 'outcome', 'code', 'messages', 'detail', 'begun', 'previous', 'hash'] as const),
] satisfies readonly (keyof StoredAuditEntry)[];

/**
 * The entries of a span, oldest first, as text: pages of whole lines. Columns are as they are hashed, so that whoever
 * has the file can prove the chain; lists and objects are JSON within.
 */
export async function* exportText(
  reader: Pick<AuditReader, 'head' | 'stored'>,
  { format, ...filter }: Pick<AuditFilter, 'from' | 'to'> & { format: ExportFormat },
): AsyncGenerator<{ text: string; entries: number }> {
  const through = (await reader.head())?.seq ?? 0;
  if (format === 'csv') yield { text: `${COLUMNS.join(',')}\n`, entries: 0 };
  for (let after = 0; ;) {
    const rows = await reader.stored({ after, through, limit: PAGE, ...filter });
    const last = rows.at(-1);
    if (!last) return;
    yield { text: rows.map(format === 'csv' ? csvLine : jsonLine).join(''), entries: rows.length };
    after = last.seq;
  }
}

function jsonLine(row: StoredAuditEntry): string {
  return `${JSON.stringify(Object.fromEntries(COLUMNS.map((column) => [column, row[column]])))}\n`;
}

function csvLine(row: StoredAuditEntry): string {
  return `${COLUMNS.map((column) => csvCell(row[column])).join(',')}\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

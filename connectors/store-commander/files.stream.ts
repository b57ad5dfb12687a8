import { createHash } from 'node:crypto';
import { BULK_EDIT_REASON as REASON, isCoded, PermanentError, readBulkEdit } from '#sdk';
import type { BrickTools, BulkEditFacet, DropBox, JsonObject, Page, RawRecord, ReadContext, Stream, Table } from '#sdk';
import type { StoreCommanderSettings } from './settings.ts';

type Failure = BulkEditFacet['failures'][number];
/** What the vendor's tool calls a leftover file, too. */
const LEFT_OVER = '.TODO.csv';
const TABLE = /\.(csv|txt|xlsx)$/i;

/**
 * A record for every file and content that was seen. Files leave the folder when the tool has read them, and what was
 * said stays said: nothing is ever deleted. A file that is still being written waits for the next run.
 */
export function filesStream(
  kind: 'imports' | 'exports',
  box: DropBox,
  settings: StoreCommanderSettings,
  tools: BrickTools,
): Stream {
  async function* read(context: ReadContext): AsyncGenerator<Page> {
    for (const { name, size, modifiedAt } of await box.list()) {
      if (name.toLowerCase().endsWith(LEFT_OVER.toLowerCase()) || !TABLE.test(name)) continue;
      const bytes = await settled(box, name);
      // Empty, or another length than the folder says: it did not arrive whole.
      if (!bytes || bytes.length === 0 || bytes.length !== size) continue;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const id = `${sha256}-${name}`;
      const missing = await context.mirror.missing(kind, [id]);
      if (missing.length === 0) continue;
      const record = await toRecord(id, { name, sha256, receivedAt: modifiedAt }, bytes);
      yield { records: [record], checkpoint: null };
    }
    yield { records: [], checkpoint: null };
  }

  async function toRecord(id: string, file: JsonObject & { name: string }, bytes: Uint8Array): Promise<RawRecord> {
    const { delimiter, encoding, idBy } = settings;
    const base = { ...file, direction: kind === 'imports' ? 'import' : 'export', idBy };
    try {
      const table = await tools.tables.read(bytes, { ...(delimiter && { delimiter }), ...(encoding && { encoding }) });
      if (kind === 'imports') checkEnd(bytes, table);
      const edit = readBulkEdit(table, { ...settings, keepsCells: kind === 'imports' });
      const { failures } = edit;
      const todo = kind === 'imports' && failures.length > 0 ? await leaveOver(file.name, table, failures) : null;
      return { id, body: { ...base, ...edit, todo } as unknown as JsonObject };
    } catch (error) {
      if (!isCoded(error) || !/^(TABLE|EDIT)_/.test(error.code)) throw error;
      const failures = [{ line: 1, column: null, code: error.code, message: error.message }];
      return { id, body: { ...base, lines: [], failures, todo: null } };
    }
  }

  /** The faulty lines in the file's own form, each with its reason: corrected, they can be dropped again. */
  async function leaveOver(name: string, table: Table, failures: readonly Failure[]): Promise<string> {
    const reasons = new Map<number, string>();
    for (const { line, column, message } of failures) {
      const reason = column === null ? message : `${column}: ${message}`;
      reasons.set(line, [reasons.get(line), reason].filter((part) => part !== undefined).join(' · '));
    }
    const rows = table.rows
      .filter(({ row }) => reasons.has(row))
      .map(({ row, cells }) => ({ ...cells, [REASON]: reasons.get(row) ?? '' }));
    const headings = [...table.headings.filter((heading) => heading !== REASON), REASON];
    const form = table.form.format === 'csv' ? table.form : { format: 'csv' as const, bom: true };
    const todo = `${name}${LEFT_OVER}`;
    await box.write(todo, await tools.tables.write({ headings, rows }, form));
    return todo;
  }

  return { kind, way: 'tail', read };
}

/** A price of `129,00` that was cut after `12` is a price, too: only the line break says that it ends there. */
function checkEnd(bytes: Uint8Array, { form, rows }: Table): void {
  if (form.format !== 'csv' || [0x0a, 0x0d].includes(bytes.at(-1) ?? 0)) return;
  throw new PermanentError({
    code: 'EDIT_FILE_CUT',
    message: `The last line (${rows.at(-1)?.row ?? 1}) has no line break at its end: the file may have been cut.`,
    remedy: 'Drop the whole file again, with a line break at its end.',
  });
}

async function settled(box: DropBox, name: string): Promise<Uint8Array | null> {
  try {
    return await box.read(name);
  } catch (error) {
    if (isCoded(error) && error.code === 'DROP_FILE_CHANGING') return null;
    throw error;
  }
}

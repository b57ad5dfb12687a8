import { createHash } from 'node:crypto';
import { BULK_EDIT_REASON as REASON, isCoded, PermanentError, readBulkEdit } from '#sdk';
import type { BrickTools, BulkEditFacet, DropBox, JsonObject, Page, RawRecord, ReadContext, Stream, Table } from '#sdk';
import type { StoreCommanderSettings } from './settings.ts';

type Failure = BulkEditFacet['failures'][number];
/** Failures of tables know their place. */
interface Refusal {
  code: string;
  message: string;
  row?: number;
  column?: string | number;
}
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
      const found = await settled(box, name);
      // Empty, or another length than the folder says: it did not arrive whole.
      if (!found || (found instanceof Uint8Array && (found.length === 0 || found.length !== size))) continue;
      // What cannot be read is known by how it lies there, until it changes.
      const known = found instanceof Uint8Array ? found : `${found.code} ${size} ${modifiedAt}`;
      const sha256 = createHash('sha256').update(known).digest('hex');
      const id = `${sha256}-${name}`;
      const missing = await context.mirror.missing(kind, [id]);
      if (missing.length === 0) continue;
      const file = { name, sha256, receivedAt: modifiedAt };
      const record = found instanceof Uint8Array ? await toRecord(id, file, found) : refused(id, file, found);
      yield { records: [record], checkpoint: null };
    }
    yield { records: [], checkpoint: null };
  }

  async function toRecord(id: string, file: JsonObject & { name: string }, bytes: Uint8Array): Promise<RawRecord> {
    const { delimiter, encoding } = settings;
    try {
      const table = await tools.tables.read(bytes, { ...(delimiter && { delimiter }), ...(encoding && { encoding }) });
      if (kind === 'imports') checkEnd(bytes, table);
      const edit = readBulkEdit(table, { ...settings, keepsCells: kind === 'imports' });
      const { failures } = edit;
      const todo = kind === 'imports' && failures.length > 0 ? await leaveOver(file.name, table, failures) : null;
      return { id, body: { ...about(file), ...edit, todo } as unknown as JsonObject };
    } catch (error) {
      if (!isCoded(error) || !/^(TABLE|EDIT)_/.test(error.code)) throw error;
      return refused(id, file, error);
    }
  }

  function about(file: JsonObject): JsonObject {
    return { ...file, direction: kind === 'imports' ? 'import' : 'export', idBy: settings.idBy };
  }

  /** Nothing of the file can be believed: it stays as an edit that failed, and those after it are read. */
  function refused(id: string, file: JsonObject, { code, message, ...place }: Refusal): RawRecord {
    const { row = 1, column } = place;
    const failures = [{ line: row, column: column === undefined ? null : String(column), code, message }];
    return { id, body: { ...about(file), lines: [], failures, todo: null } };
  }

  /** The faulty lines in the file's own form, each with its reason: corrected, they can be dropped again. */
  async function leaveOver(name: string, table: Table, failures: readonly Failure[]): Promise<string> {
    const reasons = new Map<number, string>();
    for (const { line, column, message } of failures) {
      const reason = column === null ? message : `${column}: ${message}`;
      const before = reasons.get(line);
      reasons.set(line, before === undefined ? `Line ${line}: ${reason}` : `${before} · ${reason}`);
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
  const row = rows.at(-1)?.row ?? 1;
  const cut = new PermanentError({
    code: 'EDIT_FILE_CUT',
    message: `The last line (${row}) has no line break at its end: the file may have been cut.`,
    remedy: 'Drop the whole file again, with a line break at its end.',
  });
  throw Object.assign(cut, { row });
}

/** Null: it is still being written. A refusal concerns this file alone, not the box. */
async function settled(box: DropBox, name: string): Promise<Uint8Array | Refusal | null> {
  try {
    return await box.read(name);
  } catch (error) {
    if (!isCoded(error)) throw error;
    if (error.code === 'DROP_FILE_CHANGING') return null;
    if (error.code === 'DROP_FILE_TOO_LARGE' || error.code === 'DROP_ACCESS_DENIED') return error;
    throw error;
  }
}

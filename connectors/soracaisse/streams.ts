import type { JsonObject, MirrorView, Page, RawRecord, ReadContext, Stream } from '#sdk';
import { itemId } from './body.ts';
import type { FileKind } from './columns.ts';
import type { ArrivedFile, Inbox } from './inbox.ts';
import { cellProblem } from './problem.ts';
import { isSaid, PERSONAL } from './personal.ts';
import type { SoracaisseSettings } from './settings.ts';
import { noteVanished } from './vanished.ts';

const PAGE = 200;

/** Kinds whose records are said once and for all. */
export const APPEND_ONLY: readonly FileKind[] = ['tickets', 'z_reports'];

/** By what records of other streams find these: see the mapper. */
const PARENTS: Partial<Record<FileKind, (body: JsonObject) => string | null>> = {
  tickets: ({ number }) => (typeof number === 'string' ? number : null),
  items: itemId,
};

/** The configured stores: no file says them. */
export function storesStream({ stores }: SoracaisseSettings): Stream {
  return {
    kind: 'stores',
    way: 'tail',
    async *read() {
      yield { records: stores.map(({ code, name }) => ({ id: code, body: { code, name } })), checkpoint: null };
    },
  };
}

/** What the new files of one kind say. A file is read to its end before anything of it is yielded. */
export function recordsStream(kind: FileKind, inbox: Inbox, { timezone }: SoracaisseSettings): Stream {
  const isAppendOnly = APPEND_ONLY.includes(kind);
  const parent = PARENTS[kind];
  const personal = PERSONAL[kind];
  return {
    kind,
    way: 'tail',
    ...(isAppendOnly ? { appendOnly: true } : {}),
    ...(kind === 'items' ? { watched: [{ field: 'price', sense: 'price', each: true }] } : {}),
    ...(parent ? { parent } : {}),
    ...(personal ? { personal } : {}),
    async *read(context) {
      const files = await inbox.arrived(context);
      if (kind === 'tickets') await noteVanished(files, timezone, context);
      if (isAppendOnly) yield* newRecords(kind, files, context);
      else yield* pagesOf([...latestRecords(kind, files).values()]);
    },
  };
}

/** Of several files the one that was dropped last has its way. */
export function latestRecords(kind: FileKind, files: readonly ArrivedFile[]): Map<string, RawRecord> {
  const latest = new Map<string, RawRecord>();
  for (const { parsed } of files)
    if (parsed.outcome === 'applied' && parsed.kind === kind)
      for (const { id, body } of parsed.records) latest.set(id, { id, body });
  return latest;
}

/**
 * Exports overlap: what was said before is left out. What was said differently is noted with its row, and told to the
 * engine, which sets it aside; within one run, what the earlier file says stands.
 */
async function* newRecords(kind: FileKind, files: readonly ArrivedFile[], context: ReadContext): AsyncGenerator<Page> {
  const said = new Map<string, JsonObject>();
  for (const file of files) {
    if (file.parsed.outcome !== 'applied' || file.parsed.kind !== kind) continue;
    const { records } = file.parsed;
    const known = await knownRecords(context.mirror, kind, records);
    const fresh: RawRecord[] = [];
    file.changed = [];
    for (const { id, row, body } of records) {
      const before = said.get(id) ?? known.get(id);
      if (before && isSaid(kind, before, body)) continue;
      if (before !== undefined) file.changed.push(changedAt(row, id));
      if (said.has(id)) continue;
      said.set(id, body);
      fresh.push({ id, body });
    }
    yield* pagesOf(fresh);
  }
}

async function knownRecords(
  mirror: MirrorView,
  kind: FileKind,
  records: readonly RawRecord[],
): Promise<Map<string, JsonObject>> {
  const known = new Map<string, JsonObject>();
  for (let i = 0; i < records.length; i += PAGE) {
    const ids = records.slice(i, i + PAGE).map(({ id }) => id);
    for (const { id, body } of await mirror.byIds(kind, ids)) known.set(id, body);
  }
  return known;
}

function changedAt(row: number, id: string): ReturnType<typeof cellProblem> {
  const en = `${id} was said differently before; what was said first stands.`;
  const fr = `${id} était différent auparavant ; la première version reste valable.`;
  return {
    ...cellProblem(`RECORD_CHANGED`, row, id, en, fr),
    message: { en: `Row ${row}: ${en}`, fr: `Ligne ${row} : ${fr}` },
  };
}

function* pagesOf(records: readonly RawRecord[]): Generator<Page> {
  for (let i = 0; i < records.length; i += PAGE) yield { records: records.slice(i, i + PAGE), checkpoint: null };
}

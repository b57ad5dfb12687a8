import type { BrickTools, JsonObject, MirrorView, Page, RawRecord, ReadContext, Stream } from '#sdk';
import { FILE_KINDS, type FileKind } from './columns.ts';
import type { ArrivedFile, Inbox } from './inbox.ts';
import { isSaid } from './personal.ts';
import type { Problem } from './problem.ts';
import { APPEND_ONLY, latestRecords } from './streams.ts';

const PAGE = 200;

/**
 * What became of each file. Read last: a file counts as taken only when the mirror holds all that it says, so that a
 * kill between two streams loses nothing.
 */
export function filesStream(inbox: Inbox, tools: BrickTools): Stream {
  return {
    kind: 'files',
    way: 'tail',
    after: [...FILE_KINDS, 'sessions', 'sold_items', 'aliases', 'ticket_items'],
    async *read(context) {
      const files = await inbox.arrived({ ...context, full: false });
      const records: RawRecord[] = [];
      for (const kind of FILE_KINDS) {
        const ofKind = files.filter(({ parsed }) => parsed.outcome === 'applied' && parsed.kind === kind);
        if (await isMirrored(kind, ofKind, context.mirror))
          records.push(...ofKind.map((file) => toRecord(file, inbox)));
        else
          tools.log.warn(
            { kind, files: ofKind.length },
            'files are left for the next run: not all of them is mirrored',
          );
      }
      const others = files.filter(({ parsed }) => parsed.outcome !== 'applied');
      records.push(...others.map((file) => toRecord(file, inbox)));
      for (let i = 0; i < records.length; i += PAGE)
        yield { records: records.slice(i, i + PAGE), checkpoint: null } satisfies Page;
      yield* withdrawn(inbox, context);
    },
  };
}

async function isMirrored(kind: FileKind, files: readonly ArrivedFile[], mirror: MirrorView): Promise<boolean> {
  const expected = latestRecords(kind, files);
  const ids = [...expected.keys()];
  for (let i = 0; i < ids.length; i += PAGE) {
    const some = ids.slice(i, i + PAGE);
    const found = new Map((await mirror.byIds(kind, some)).map(({ id, body }) => [id, body]));
    const isThere = (id: string): boolean => {
      const body = found.get(id);
      // A ticket that changed is set aside by the engine: there is one of its id all the same.
      if (body === undefined || APPEND_ONLY.includes(kind)) return body !== undefined;
      return isSaid(kind, body, expected.get(id)?.body ?? {});
    };
    if (!some.every(isThere)) return false;
  }
  return true;
}

function toRecord(file: ArrivedFile, inbox: Inbox): RawRecord {
  const { id, name, size, modifiedAt, sha256, parsed, changed, vanished } = file;
  const about = { name, size, modifiedAt, sha256, kind: parsed.kind, outcome: parsed.outcome, layout: inbox.layout };
  if (parsed.outcome === 'repeated') return { id, body: { ...about, of: parsed.of } };
  if (parsed.outcome === 'refused') return { id, body: { ...about, problem: toJson(parsed.problem) } };
  const { rows, doubtful } = parsed;
  // Only where there are some: files that were recorded before are not to look changed.
  const left = vanished.length > 0 ? { vanished: vanished.map(toJson) } : {};
  return { id, body: { ...about, rows, doubtful: doubtful.map(toJson), changed: changed.map(toJson), ...left } };
}

function toJson({ code, row, column, message }: Problem): JsonObject {
  return { code, row, column, message: { ...message } };
}

/** Refused files that were replaced or taken away: nobody needs to look at them any more. */
async function* withdrawn(inbox: Inbox, { mirror }: ReadContext): AsyncGenerator<Page> {
  const present = inbox.present();
  if (!present) return;
  for await (const records of mirror.pages('files')) {
    const gone = records.filter(({ id, body }) => body['outcome'] === 'refused' && !present.has(id));
    const changed = gone.map(({ id, body }) => ({ id, body: { ...body, outcome: 'withdrawn' } }));
    if (changed.length > 0) yield { records: changed, checkpoint: null };
  }
}

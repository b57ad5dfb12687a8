import { createHash } from 'node:crypto';
import pMap from 'p-map';
import { z } from 'zod';
import type { BrickTools, JsonValue, Page, RawRecord, ReadContext, Stream } from '#sdk';
import { imageRefs } from './image-refs.ts';
import { freshRotation } from './reading/checkpoint.ts';
import type { Rotation } from './reading/checkpoint.ts';
import { dueRows } from './reading/rotation.ts';
import { idOf } from './record.ts';
import type { PrestashopSettings } from './settings.ts';
import type { Webservice } from './webservice.ts';

const PER_PAGE = 50;
const HOUR = 3_600_000;

const checkpoint = z.object({
  after: z.string(),
  rows: z.number(),
  size: z.number(),
  started: z.number(),
  at: z.number(),
});

/** As the rotation of a list, but images go by the text of their id. */
type ImageRotation = Omit<Rotation, 'after'> & { after: string };

/**
 * Images: the bytes go to the hub's blobs, the record says which. Only those that the mirror lacks are downloaded;
 * a rotating slice of the others is asked whether its bytes are still the same.
 */
export function imagesStream(webservice: Webservice, settings: PrestashopSettings, tools: BrickTools): Stream {
  const reader: Reader = { webservice, settings, tools };
  return {
    kind: 'images',
    way: 'cursor',
    after: ['products', 'categories', 'manufacturers', 'suppliers', 'stores'],
    read: (context) => read(reader, context),
    ids: (context) => imageRefs(webservice, context.mirror, context.signal, tools.log),
    byIds: async (ids, context) =>
      (await downloaded(reader, ids, context.signal)).filter(({ body }) => body['sha256'] !== null),
    parent: (body) => /^[a-z]+\/\d+/.exec(idOf(body))?.[0] ?? null,
  };
}

interface Reader {
  webservice: Webservice;
  settings: PrestashopSettings;
  tools: BrickTools;
}

async function* read(reader: Reader, context: ReadContext): AsyncGenerator<Page> {
  const known = checkpoint.safeParse(context.checkpoint);
  const state = known.success ? known.data : { ...freshRotation(context.now.getTime()), after: '' };
  const fresh = new Set<string>();
  for await (const refs of missing(reader, context)) {
    const records = await downloaded(reader, refs, context.signal);
    for (const { id } of records) fresh.add(id);
    state.size += records.length;
    yield { records, checkpoint: copied(state) };
  }
  // Told to read all, whatever is known: every image that was there before is asked for its hash.
  if (context.full) Object.assign(state, { after: '', rows: 0, started: 0 });
  if (known.success || context.full) yield* compareSlice(reader, state, fresh, context);
  yield { records: [], checkpoint: copied(state) };
}

function copied(state: ImageRotation): JsonValue {
  return { ...state };
}

async function* missing({ webservice, tools }: Reader, context: ReadContext): AsyncGenerator<string[]> {
  for await (const refs of imageRefs(webservice, context.mirror, context.signal, tools.log)) {
    const lacking = refs.length > 0 ? await context.mirror.missing('images', refs) : [];
    for (let from = 0; from < lacking.length; from += PER_PAGE) yield lacking.slice(from, from + PER_PAGE);
  }
}

async function downloaded(reader: Reader, refs: readonly string[], signal: AbortSignal): Promise<RawRecord[]> {
  const records = await pMap(refs, (ref) => fetched(reader, ref, null, signal), {
    concurrency: reader.settings.imageConcurrency,
  });
  return records.flatMap((record) => record ?? []);
}

/** The record of an image; null when the shop's bytes are those that the hub has. */
async function fetched(
  reader: Reader,
  ref: string,
  sha1: string | null,
  signal: AbortSignal,
): Promise<RawRecord | null> {
  const answer = await reader.webservice.image(`api/images/${ref}`, sha1, signal);
  if (answer.state === 'unchanged') return null;
  if (answer.state === 'absent') {
    // Kept as a record: the shop lists it for ever, and it must not be asked for in every run.
    return sha1 ? null : { id: ref, body: { id: ref, sha256: null, size: 0, mime: null, sha1: null } };
  }
  const { sha256, size } = await reader.tools.blobs.put(answer.bytes);
  const ownSha1 = answer.sha1 ?? createHash('sha1').update(answer.bytes).digest('hex');
  return { id: ref, body: { id: ref, sha256, size, mime: answer.mime, sha1: ownSha1 } };
}

async function* compareSlice(
  reader: Reader,
  state: ImageRotation,
  fresh: ReadonlySet<string>,
  context: ReadContext,
): AsyncGenerator<Page> {
  const now = context.now.getTime();
  const boundMs = reader.settings.imageCompareHours * HOUR;
  let left = dueRows({ ...state, after: 0 }, now, { boundMs, page: 0 });
  if (left <= 0) return;
  for await (const mirrored of context.mirror.pages('images')) {
    const due = mirrored
      .filter(({ id }) => id > state.after && !fresh.has(id))
      .slice(0, left === Infinity ? undefined : left);
    const last = due.at(-1);
    if (!last) continue;
    const records = await pMap(
      due,
      ({ id, body }) => fetched(reader, id, typeof body['sha1'] === 'string' ? body['sha1'] : null, context.signal),
      { concurrency: reader.settings.imageConcurrency },
    );
    left -= due.length;
    Object.assign(state, { after: last.id, rows: state.rows + due.length });
    yield { records: records.flatMap((record) => record ?? []), checkpoint: copied(state) };
    if (left <= 0) break;
  }
  if (left > 0) Object.assign(state, { after: '', rows: 0, size: state.rows, started: now });
  state.at = now;
}

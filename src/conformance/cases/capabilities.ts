import { strict as assert } from 'node:assert';
import type { RawRecord, ReadContext, Stream } from '#sdk';
import type { SubjectCase } from '../conformance.ts';
import { inOrder, MemoryMirror } from '../memory-mirror.ts';
import { NotApplicable } from '../not-applicable.ts';
import type { Subject } from '../subject.ts';

/** How many records of a stream are asked for by id. */
const SAMPLE = 7;

/** What a connector declares it must be able to do. */
export const capabilityCases: readonly SubjectCase[] = [
  {
    name: 'what aggregates read, streams give',
    run({ open, connector }) {
      const streams = new Map(open().streams.map((stream) => [stream.kind, stream]));
      const lacking = connector.aggregates.flatMap(({ root, reads }) => [
        // A root that is not there may be one that a setting leaves out.
        ...(streams.has(root) ? reads : []).flatMap(({ kind, as, by }) => [
          ...lacks(streams.get(kind), `${root} reads ${kind}: no such stream`),
          ...(as === 'all' ? [] : lacks(streams.get(kind)?.parent, `${root} reads ${kind} as ${as}: it has no parent`)),
          ...(as === 'siblings' ? lacks(streams.get(root)?.parent, `${root} reads siblings: it has no parent`) : []),
          ...(by === 'key' ? lacks(streams.get(root)?.key, `${root} is read by key: it has none`) : []),
        ]),
      ]);
      assert.deepEqual(lacking, []);
      return Promise.resolve();
    },
  },
  {
    name: 'fields that are watched exist',
    async run({ open, clock }) {
      const absent: string[] = [];
      const streams = open().streams.filter(({ watched = [] }) => watched.length > 0);
      if (streams.length === 0) throw new NotApplicable('None of its fields is watched.');
      for (const { kind, watched = [], read } of streams) {
        const context = { checkpoint: null, full: false, now: clock.now, mirror: new MemoryMirror() };
        for await (const { records } of read({ ...context, signal: new AbortController().signal })) {
          if (records.length === 0) continue;
          const missing = watched.filter(({ field }) => !records.some(({ body }) => field in body));
          absent.push(...missing.map(({ field }) => `${kind}.${field}`));
          break;
        }
      }
      assert.deepEqual(absent, []);
    },
  },
  {
    name: 'ids name all that a read gives, and nothing that is not there',
    run: (subject) =>
      eachStream(subject, 'ids', async ({ kind, ids, byIds }, read, context) => {
        const named = new Set<string>();
        for await (const page of ids?.(context) ?? []) for (const id of page) named.add(id);
        const unnamed = read.filter(({ id }) => !named.has(id)).map(({ id }) => id);
        assert.deepEqual(unnamed, [], `ids of ${kind} leave out what a read gives.`);
        for (const { id } of read) named.delete(id);
        // A read may leave out what it cannot get whole, as a picture without bytes.
        const found = byIds && named.size > 0 ? await byIds([...named], context) : [];
        const made = byIds ? found.map(({ id }) => id) : [...named];
        assert.deepEqual(made, [], `ids of ${kind} name what no read gives.`);
      }),
  },
  {
    name: 'byIds gives what a read gives, and leaves out what is absent',
    run: (subject) =>
      eachStream(subject, 'byIds', async ({ kind, byIds }, read, context) => {
        const sample = sampleOf(read);
        const absent = absentId(read);
        const found = (await byIds?.([...sample.map(({ id }) => id), absent], context)) ?? [];
        assert.deepEqual(asText(found), asText(sample), `byIds of ${kind} with "${absent}", which is not there.`);
        assert.equal((await byIds?.([absent], context))?.length, 0, `byIds of ${kind} makes "${absent}" up.`);
      }),
  },
];

function lacks(thing: unknown, what: string): string[] {
  return thing === undefined ? [what] : [];
}

type Judge = (stream: Stream, read: RawRecord[], context: ReadContext) => Promise<void>;

/** Every stream that has the method and holds records, after a first read. */
async function eachStream({ open, clock }: Subject, method: 'ids' | 'byIds', judge: Judge): Promise<void> {
  const mirror = new MemoryMirror();
  const { streams } = open();
  const having = inOrder(streams).filter((stream) => stream[method]);
  if (having.length === 0) throw new NotApplicable(`None of its streams declares ${method}.`);
  for (const stream of inOrder(streams)) await mirror.runStream(stream, clock);
  const context = { checkpoint: null, full: false, now: clock.now, mirror, signal: new AbortController().signal };
  for (const stream of having) {
    const read = mirror.records(stream.kind);
    if (read.length > 0) await judge(stream, read, context);
  }
}

/** The first, the last and some between. */
function sampleOf(records: RawRecord[]): RawRecord[] {
  const step = Math.max(1, Math.floor(records.length / SAMPLE));
  const sample = records.filter((_, at) => at % step === 0).slice(0, SAMPLE);
  const last = records.slice(-1);
  return [...sample.filter(({ id }) => id !== last[0]?.id), ...last];
}

/** In the form of the ids that exist, so that it is asked for and not refused. */
function absentId(records: RawRecord[]): string {
  const known = new Set(records.map(({ id }) => id));
  const [last] = records.slice(-1);
  const numbered = last?.id.replaceAll(/\d+/g, '99999999') ?? '';
  return numbered === '' || known.has(numbered) ? `${numbered}-absent` : numbered;
}

function asText(records: readonly RawRecord[]): string[] {
  return records.map(({ id, body }) => `${id} ${JSON.stringify(body)}`).sort();
}

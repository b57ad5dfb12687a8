import type { BrickTools, JsonObject, Stream } from '#sdk';
import memory from '../../connectors/memory/index.ts';
import soracaisse from '../../connectors/soracaisse/index.ts';
import { planted, withField, withThings, type Planted } from './wrong-memory.ts';

let counted = 0;
let latest = 0;

/** At least one for every sentence of the suite. */
export const PLANTED: readonly Planted[] = [
  planted('says something else each time', 'two first reads are equal', {
    page: (page) => ({
      ...page,
      records: page.records.map(({ id, body }) => ({ id, body: { ...body, n: ++counted } })),
    }),
  }),
  planted('forgets its checkpoint', 'a second read from the checkpoint changes nothing', {
    page: (page) => ({
      ...page,
      records: page.records.map(({ id, body }) => ({ id, body: { ...body, n: ++counted } })),
    }),
  }),
  planted('gives a record up after a kill', 'a read that was killed after any page goes on to the same end', {
    stream: (stream) => ({
      ...withoutIds(stream),
      async *read(context) {
        for await (const page of stream.read(context))
          yield context.checkpoint === null ? page : { ...page, records: page.records.slice(1) };
      },
    }),
  }),
  planted('loses ids when all is read', 'a full read finds what the mirror has, no more and no less', {
    stream: (stream) => ({
      ...stream,
      async *ids(context) {
        for await (const ids of stream.ids?.(context) ?? []) yield context.full ? ids.slice(1) : ids;
      },
    }),
  }),
  planted('believes the latest clock', 'a checkpoint far in the future hides nothing from a full read', {
    stream: (stream) => ({
      ...withoutIds(stream),
      async *read(context) {
        const now = context.now.getTime();
        if (now < latest) return;
        latest = now;
        yield* stream.read(context);
      },
    }),
  }),
  planted('reads only once', 'business that goes on arrives with the next read', {
    stream: (stream) => ({
      ...withoutIds(stream),
      async *read(context) {
        if (context.checkpoint === null) yield* stream.read(context);
      },
    }),
  }),
  planted('has a date in its checkpoint', 'kinds, ids and checkpoints have the form of the contract', {
    page: (page) => ({ ...page, checkpoint: { at: new Date(0) } as never }),
  }),
  planted('finds itself broken', 'the check says of a working brick that nothing is wrong', {
    brick: (brick) => ({
      ...brick,
      check: () => Promise.resolve([{ subject: 'all', state: 'error', message: 'It is broken.' }]),
    }),
  }),
  planted('drops what comes out of order', 'lists in another order say the same or are refused, and lose nothing', {
    body: (body) => withThings(body, (things) => things.filter((thing, at) => isAscending(things[at - 1], thing))),
  }),
  planted('numbers rows by itself', 'a list that says a row twice says it once or is refused, and loses nothing', {
    page: (page) => ({
      ...page,
      records: page.records.map((record, at) => renamed(record, page.records.slice(0, at))),
    }),
  }),
  planted('reads the first files of a list', 'files in another order say the same', {
    base: soracaisse,
    tools: (tools) => withDrop(tools, (entries) => entries.slice(0, 5)),
  }),
  planted(
    'asks for what is later than its checkpoint',
    'rows that change again in the second of the checkpoint arrive with the next read',
    {
      stream: (stream) => ({
        ...stream,
        async *read(context) {
          for await (const page of stream.read(context)) {
            const isLater = ({ body }: (typeof page.records)[number]): boolean =>
              context.checkpoint === null || body['changedAt'] !== context.checkpoint;
            yield { ...page, records: page.records.filter(isLater) };
          }
        },
      }),
    },
  ),
  ...[
    'an answer that breaks off half-way is an error, and the next read mends it',
    'an answer without content is never taken for an empty brick',
    'a brick that asks for patience gets it, and loses nothing',
    'a brick that fails once loses nothing',
  ].map((sentence) => planted('takes a failure for the end', sentence, { retries: 0, stream: swallowing })),
  planted(
    'fails without a code',
    'a brick that fails throughout says so with a code and a remedy, and buries nothing',
    {
      stream: (stream) => ({
        ...stream,
        async *read(context) {
          try {
            yield* stream.read(context);
          } catch (cause) {
            throw new Error('It failed.', { cause });
          }
        },
      }),
    },
  ),
  planted('knows three bytes a sign', 'text beyond the first plane arrives byte for byte', {
    body: (body) => body.replace(/[\u{10000}-\u{10FFFF}]/gu, '?'),
  }),
  planted('composes accents', 'text beyond the first plane arrives byte for byte', {
    body: (body) => body.normalize('NFC'),
  }),
  planted('cuts names in its facets', 'text beyond the first plane arrives byte for byte', {
    facet: (projected) =>
      'name' in projected.facet ? withField('StockItem', 'name', cutName(projected.facet))(projected) : projected,
  }),
  planted('reads what no stream gives', 'what aggregates read, streams give', {
    connector: {
      aggregates: memory.aggregates.map((one) => ({ ...one, reads: [{ kind: 'taxes', as: 'all' as const }] })),
    },
  }),
  planted('watches a field that is not there', 'fields that are watched exist', {
    stream: (stream) => ({ ...stream, watched: [{ field: 'price', sense: 'price' }] }),
  }),
  planted('leaves an id out', 'ids name all that a read gives, and nothing that is not there', {
    stream: (stream) => ({
      ...stream,
      async *ids(context) {
        for await (const ids of stream.ids?.(context) ?? []) yield ids.slice(1);
      },
    }),
  }),
  planted('names what is not there', 'ids name all that a read gives, and nothing that is not there', {
    stream: ({ byIds: _, ...stream }) => ({
      ...stream,
      async *ids(context) {
        yield ['Sale/none'];
        yield* stream.ids?.(context) ?? [];
      },
    }),
  }),
  planted('makes up what it is asked for', 'byIds gives what a read gives, and leaves out what is absent', {
    stream: (stream) => ({ ...stream, byIds: (ids) => Promise.resolve(ids.map((id) => ({ id, body: {} }))) }),
  }),
  planted('says less when it is asked by id', 'byIds gives what a read gives, and leaves out what is absent', {
    stream: (stream) => ({
      ...stream,
      byIds: async (ids, context) =>
        ((await stream.byIds?.(ids, context)) ?? []).map(({ id, body: { type } }) => ({
          id,
          body: { type: type ?? null },
        })),
    }),
  }),
  planted('takes times for local ones', 'the time zone of the machine changes neither records nor facets', {
    facet: (projected) => withField('Sale', 'soldAt', new Date('2026-11-01T08:00:00').toISOString())(projected),
  }),
  planted('speaks for a role that it does not declare', 'every facet is one of its roles', {
    connector: { roles: ['shop'] },
  }),
  ...memory.roles.map((role) =>
    planted(`says nothing as a ${role}`, `as a ${role} it says all that the role cannot do without`, {
      connector: { aggregates: memory.aggregates.filter(({ root }) => root !== role) },
    }),
  ),
  planted('has a field more', 'every facet has the shape of its type', { facet: withField('Sale', 'colour', 'red') }),
  planted('means a product where a variant belongs', 'every facet has the shape of its type', {
    facet: withField('StockLevel', 'variant', 'Product:MUG-01'),
  }),
  planted('says an entity twice', 'no entity is said twice', {
    connector: {
      aggregates: memory.aggregates.map((one) => ({
        ...one,
        project: (root, related) => [...one.project(root, related), ...one.project(root, related)],
      })),
    },
  }),
  ...[
    { amount: '9,90', currency: 'EUR' },
    { amount: '9.90', currency: 'XYZ' },
    { amount: 9.9, currency: 'EUR' },
  ].map((money) =>
    planted(
      `writes money as ${JSON.stringify(money)}`,
      'money is exact and has a currency of ISO 4217, times are UTC',
      {
        facet: withField('Sale', 'totalWithTax', money),
      },
    ),
  ),
  planted('tells times with an offset', 'money is exact and has a currency of ISO 4217, times are UTC', {
    facet: withField('Sale', 'soldAt', '2026-11-01T09:00:00+01:00'),
  }),
  planted('has a date in its facets', 'facets survive being written down', {
    facet: withField('Sale', 'soldAt', new Date(0)),
  }),
];

function withoutIds({ ids: _, byIds: __, ...rest }: Stream): Stream {
  return rest;
}

/** Ends where it fails, and goes on behind it. */
function swallowing(stream: Stream): Stream {
  return {
    ...withoutIds(stream),
    async *read(context) {
      try {
        yield* stream.read(context);
      } catch {
        yield { records: [], checkpoint: '9999' };
      }
    },
  };
}

function isAscending(before: JsonObject | undefined, thing: JsonObject): boolean {
  return before === undefined || placeOf(before) <= placeOf(thing);
}

function placeOf({ changedAt, type, id }: JsonObject): string {
  return JSON.stringify([changedAt, type, id]);
}

function renamed<Record extends { id: string }>(record: Record, before: readonly Record[]): Record {
  return before.some(({ id }) => id === record.id) ? { ...record, id: `${record.id} (2)` } : record;
}

function cutName(facet: object): string {
  return String((facet as { name: unknown }).name).slice(0, -3);
}

function withDrop(tools: BrickTools, change: <Entry>(entries: Entry[]) => Entry[]): BrickTools {
  return {
    ...tools,
    drop(options) {
      const box = tools.drop(options);
      return { ...box, list: async (below) => change(await box.list(below)) };
    },
  };
}

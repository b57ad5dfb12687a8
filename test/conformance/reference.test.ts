import memory from '../../connectors/memory/index.ts';
import { conformanceOf } from '../../src/conformance/index.ts';
import type { Connector, OpenBrick, Stream } from '#sdk';

describe('the reference connector', () => {
  it.each(conformanceOf(memory))('$name', async (one) => {
    await one.run();
  });
});

/** What a connector may do wrong, and the sentence that must then be false. */
const faults: [name: string, sentence: string, spoil: (stream: Stream) => Stream][] = [
  ['forgets its checkpoint', 'a second read from the checkpoint changes nothing', unsteady],
  [
    'gives a record up when it goes on after a kill',
    'a read that was killed after any page goes on to the same end',
    skipping,
  ],
  ['lists ids that it does not have', 'a full read finds what the mirror has, no more and no less', losing],
];

describe('the suite judges', () => {
  it.each(faults)('a connector that %s: "%s" is false', async (_name, sentence, spoil) => {
    const spoilt: Connector = {
      ...memory,
      open(settings, tools) {
        const brick: OpenBrick = memory.open(settings as never, tools);
        return { ...brick, streams: brick.streams.map(spoil) };
      },
    };
    const judged = conformanceOf(spoilt).find(({ name }) => name === sentence);
    await expect(judged?.run()).rejects.toThrow();
  });

  it('a connector without a sandbox: it says that nothing can be tried', () => {
    const { sandbox: _, ...without } = memory;
    expect(() => conformanceOf(without)).toThrow('no sandbox');
  });
});

/** Every answer differs from the one before. */
function unsteady(stream: Stream): Stream {
  let reads = 0;
  return {
    ...stream,
    async *read(context) {
      for await (const page of stream.read({ ...context, checkpoint: null })) {
        reads += 1;
        yield { ...page, records: page.records.map(({ id, body }) => ({ id, body: { ...body, reads } })) };
      }
    },
  };
}

function skipping(stream: Stream): Stream {
  const { ids: _, byIds: __, ...rest } = stream;
  return {
    ...rest,
    async *read(context) {
      for await (const page of stream.read(context)) {
        yield context.checkpoint === null ? page : { ...page, records: page.records.slice(1) };
      }
    },
  };
}

function losing(stream: Stream): Stream {
  return {
    ...stream,
    async *ids(context) {
      for await (const ids of stream.ids?.(context) ?? []) yield context.full ? ids.slice(1) : ids;
    },
  };
}

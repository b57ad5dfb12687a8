import { aMirror, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import { aMessage, deliver, enqueue, lease } from './messages-samples.ts';

describe.each(dialects)('messages of one origin, on $name', (dialect) => {
  let mirror: TestMirror;
  beforeEach(async () => {
    mirror = await aMirror(dialect);
  });
  afterEach(() => mirror.remove());

  it('are counted by brick and state, those that are over included', async () => {
    const origin = 'edit:1';
    const [over, waiting] = [aMessage({ origin }), aMessage({ origin })];
    await enqueue(mirror, [over]);
    await lease(mirror, 1);
    await deliver(mirror, over.id, { at: 1 });
    await mirror.writer.confirm({ ids: [over.id], at: '2026-11-24T08:00:00.000Z' });
    await enqueue(mirror, [waiting, aMessage({ origin, brick: 'two' }), aMessage({ origin: 'edit:2' })]);
    expect(await mirror.reader.messageCounts(origin)).toMatchObject([
      { brick: 'one', state: 'delivered', count: 1 },
      { brick: 'one', state: 'queued', count: 1 },
      { brick: 'two', state: 'queued', count: 1 },
    ]);
  });
});

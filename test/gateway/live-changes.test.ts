import type { ExecutionResult } from 'graphql';
import type { Client } from 'graphql-ws';
import { PermanentError } from '#sdk';
import { startGateway, type TestGateway } from './a-gateway.ts';
import { aChange, Inbox, note, socketClient } from './live-samples.ts';

type Event = ExecutionResult<{ changes: Record<string, unknown> }>;

let gateway: TestGateway;
let client: Client;
beforeEach(async () => {
  gateway = await startGateway();
  client = socketClient(gateway);
});
afterEach(async () => {
  await client.dispose();
  await gateway.stop();
});

/** Follows changes; an error of the whole operation arrives as an event, too. */
function follow(query: string, variables: Record<string, unknown> = {}): { inbox: Inbox<Event>; stop: () => void } {
  const inbox = new Inbox<Event>();
  const stop = client.subscribe<Event['data']>(
    { query, variables },
    {
      next: (event) => inbox.take(event as Event),
      error: (errors) => inbox.take({ errors: errors as never }),
      complete: () => undefined,
    },
  );
  return { inbox, stop };
}

async function cursor(): Promise<string> {
  const { body } = await gateway.ask('{ changeCursor }');
  return (body.data as { changeCursor: string }).changeCursor;
}

const ALL = 'subscription ($after: String) { changes(after: $after) { cursor at brick type facet id change } }';

describe('changes', () => {
  it('begins with what changes from now on', async () => {
    note(gateway, aChange(1));
    const { inbox } = follow(ALL, { after: await cursor() });
    note(gateway, aChange(2, { hubId: 'v2', change: 'created', type: 'StockItem' }));
    expect(await inbox.next()).toEqual({
      data: {
        changes: {
          cursor: expect.any(String) as string,
          ...{ at: '2026-11-15T12:00:00.000Z', brick: 'shop-fr', type: 'Variant', facet: 'StockItem' },
          ...{ id: 'v2', change: 'CREATED' },
        },
      },
    });
  });

  it('misses nothing that happened while the client was away, in order, over many pages', async () => {
    const first = follow(ALL, { after: await cursor() });
    note(gateway, aChange(1));
    const seen = (await first.inbox.next()).data?.changes['cursor'];
    first.stop();
    note(gateway, ...Array.from({ length: 450 }, (_, index) => aChange(index + 2, { hubId: `v${index}` })));
    const again = follow(ALL, { after: seen });
    const events = await again.inbox.some(450);
    expect(events.map(({ data }) => data?.changes['id'])).toEqual(
      Array.from({ length: 450 }, (_, index) => `v${index}`),
    );
  });

  it('keeps to the types, sides and bricks that were asked for', async () => {
    const after = await cursor();
    note(
      gateway,
      aChange(1, { brick: 'shop-uk' }),
      aChange(2, { type: 'StockItem' }),
      aChange(3, { type: 'Order', entity: 'Order', hubId: 'o1' }),
    );
    const narrow = (filter: string) => follow(`subscription { changes(after: "${after}", ${filter}) { brick facet } }`);
    const seen = async (filter: string) => (await narrow(filter).inbox.next()).data?.changes;
    expect(await seen('bricks: ["shop-uk"]')).toEqual({ brick: 'shop-uk', facet: 'Variant' });
    expect(await seen('types: ["StockItem"]')).toEqual({ brick: 'shop-fr', facet: 'StockItem' });
    expect(await seen('types: ["Order"]')).toEqual({ brick: 'shop-fr', facet: 'Order' });
  });

  it('leads to the entity as it is, over the subgraphs, each event by itself', async () => {
    const query = `subscription { changes(after: "${await cursor()}") { id variant { sku product { name } } order { id } } }`;
    const { inbox } = follow(query);
    const [variant] = gateway.mirror.facets.filter(({ type }) => type === 'Variant');
    note(gateway, aChange(1, { hubId: variant?.id ?? '' }), aChange(2, { hubId: 'gone', change: 'removed' }));
    const [known, removed] = await inbox.some(2);
    expect(known).toEqual({
      data: {
        changes: {
          id: variant?.id,
          variant: { sku: expect.any(String) as string, product: { name: expect.any(String) as string } },
          order: null,
        },
      },
    });
    expect(removed).toEqual({ data: { changes: { id: 'gone', variant: null, order: null } } });
  });

  it('an error of one event is masked, named by a request id, and not repeated by the next', async () => {
    const { inbox } = follow(`subscription { changes(after: "${await cursor()}") { id variant { sku } } }`);
    gateway.mirror.failure = new Error('secret of the inside');
    note(gateway, aChange(1));
    const broken = await inbox.next();
    expect(broken.errors?.[0]).toMatchObject({
      message: expect.stringMatching(/inside the hub/) as string,
      extensions: { code: 'INTERNAL_ERROR', requestId: expect.any(String) as string },
    });
    expect(JSON.stringify(broken)).not.toContain('secret');
    expect(gateway.logged.join('')).toContain('secret of the inside');
    gateway.mirror.failure = null;
    note(gateway, aChange(2));
    expect((await inbox.next()).errors).toBeUndefined();
  });

  it.each([
    ['a cursor of nowhere', { after: 'bm90LW9uZQ' }, 'INVALID_CURSOR'],
    [
      'a cursor of a log that this one is not',
      { after: Buffer.from('change-999').toString('base64url') },
      'INVALID_CURSOR',
    ],
  ])('refuses %s', async (_name, variables, code) => {
    const { errors } = await follow(ALL, variables).inbox.next();
    expect(errors?.[0]?.extensions).toMatchObject({ code, requestId: expect.any(String) as string });
  });

  it('refuses a brick that there is not', async () => {
    const { errors } = await follow('subscription { changes(bricks: ["shop-xx"]) { id } }').inbox.next();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNKNOWN_BRICK' });
  });

  it('says when the cursor is too old', async () => {
    const after = await cursor();
    gateway.mirror.reader.changes = () =>
      Promise.reject(new PermanentError({ code: 'CHANGES_EXPIRED', message: 'No longer kept.', remedy: 'Ask anew.' }));
    const { errors } = await follow(ALL, { after }).inbox.next();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'CHANGES_EXPIRED', remedy: 'Ask anew.' });
  });

  it('a mirror that fails ends the events with a coded error', async () => {
    const { inbox } = follow(ALL, { after: await cursor() });
    note(gateway, aChange(1));
    await inbox.next();
    gateway.mirror.reader.changes = () => Promise.reject(new Error('disk gone'));
    gateway.status.live.poke();
    expect((await inbox.next()).errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_ERROR' });
  });

  it('follows for longer than one request may take', async () => {
    await client.dispose();
    await gateway.stop();
    let time = 0;
    gateway = await startGateway({ limits: { ms: 10_000, clock: () => time } });
    client = socketClient(gateway);
    const { inbox } = follow(ALL, { after: await cursor() });
    for (const seq of [1, 2, 3]) {
      note(gateway, aChange(seq));
      expect((await inbox.next()).errors).toBeUndefined();
      time += 60_000;
    }
  });
});

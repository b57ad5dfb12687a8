import type { CommandName } from '#sdk';
import { primaryOf, outboxOf, type OutboxConfig } from '../../src/hub/outbox.ts';
import { createStanding } from '../../src/hub/standing.ts';
import type { MirrorWriter } from '../../src/mirror/index.ts';
import type { SyncService } from '../../src/sync/index.ts';
import { createMetrics } from '../../src/gateway/index.ts';
import type { Outbox } from '../../src/roles/graph/index.ts';
import { addOutboxMetrics } from '../../src/serve/outbox-metrics.ts';
import { aMessage, queue } from './a-relay.ts';
import { MessageStore } from './message-store.ts';

const AT = new Date('2026-11-20T08:00:00Z');

/** Bricks as sync shows them, as far as the outbox looks. */
function bricksOf(roles: Record<string, string[]>, commands: CommandName[] = []): Pick<SyncService, 'bricks'> {
  const open = { commands: Object.fromEntries(commands.map((name) => [name, () => undefined])) };
  const views = Object.entries(roles).map(([name, played]) => ({
    brick: { name, connector: { roles: played }, open },
  }));
  return { bricks: () => views as unknown as ReturnType<SyncService['bricks']> };
}

describe('the outbox of a hub', () => {
  let store: MessageStore;
  let wakes: number;
  function open(bricks: Pick<SyncService, 'bricks'>, config: OutboxConfig = {}): Outbox {
    const relay = { wake: () => void (wakes += 1) };
    const standing = createStanding([], []);
    const parts = {
      writer: store as unknown as MirrorWriter,
      sync: bricks as SyncService,
      standing,
      relay,
      now: () => AT,
    };
    return outboxOf(parts, config);
  }
  beforeEach(() => {
    store = new MessageStore();
    wakes = 0;
  });

  it('keeps what is ordered before it wakes the relay, and decides by name', async () => {
    const outbox = open(bricksOf({ shop: ['shop'] }));
    await queue({ enqueue: (order) => outbox.submit(order) }, AT, aMessage('a'));
    expect([store.states(), wakes]).toEqual([['a queued'], 1]);
    Object.assign(store.kept[0]!, { state: 'dead' });
    expect(await outbox.redrive('a', 'ada')).toBe(true);
    expect(await outbox.discard('a', 'ada', 'wrong')).toBe(true);
    expect([store.kept[0]?.reason, wakes]).toEqual(['wrong', 3]);
    expect(await outbox.discard('a', 'ada', 'again')).toBe(false);
  });

  it('knows what a brick can be told', () => {
    const outbox = open(bricksOf({ shop: ['shop'] }, ['setStock']));
    expect(outbox.can('shop', 'setStock')).toBe(true);
    expect(outbox.can('shop', 'placeOrder')).toBe(false);
    expect(outbox.can('other', 'setStock')).toBe(false);
  });

  it.each<[Record<string, string[]>, OutboxConfig, string | null]>([
    [{ shop: ['shop'], depot: ['fulfilment'], store: ['fulfilment'] }, {}, 'depot'],
    [
      { shop: ['shop'], depot: ['fulfilment'], store: ['fulfilment'] },
      { roles: { fulfilment: { primary: 'store' } } },
      'store',
    ],
    [{ till: ['till'], 'shop-fr': ['shop'], 'shop-uk': ['shop'] }, {}, 'shop-fr'],
    [{ shop: ['shop'], depot: ['fulfilment'] }, { stock: { owner: 'shop', oversell: 'refuse' } }, 'shop'],
    [{ till: ['till'] }, {}, null],
  ])('of %j with %j has stock owned by %s', (roles, config, owner) => {
    expect(open(bricksOf(roles), config).stockOwner()).toBe(owner);
  });

  it('says who writes stock into its owner by itself', () => {
    const { bricks } = bricksOf({ shop: ['shop'], depot: ['fulfilment'] });
    const [, depot] = bricks();
    expect(open({ bricks }).contested('shop')).toBeNull();
    const views = [bricks()[0]!, { ...depot!, brick: { ...depot!.brick, open: { carries: ['stock-to-shop'] } } }];
    const outbox = open({ bricks: () => views as unknown as ReturnType<typeof bricks> });
    expect(outbox.contested('shop')).toBe('depot pushes stock into shop, which is named as its owner.');
    expect(outbox.contested('depot')).toBeNull();
  });

  it('refuses to sell what is not there, unless told otherwise', () => {
    const bricks = bricksOf({ shop: ['shop'] });
    expect(open(bricks).oversell()).toBe('refuse');
    expect(open(bricks, { stock: { oversell: 'backorder' } }).oversell()).toBe('backorder');
    expect(primaryOf({ sync: bricks, standing: createStanding([], []) }, {}, 'till')).toBeNull();
  });

  it('shows in the metrics what waits, how long, and what was refused', async () => {
    await queue(store, AT, aMessage('a'), aMessage('b'), aMessage('c', { brick: 'till' }));
    Object.assign(store.kept[2]!, { state: 'dead' });
    const metrics = createMetrics();
    addOutboxMetrics(metrics, store, () => new Date(AT.getTime() + 90_000));
    const text = await metrics.registry.metrics();
    expect(text).toContain('mortar_outbox_queued{brick="shop"} 2');
    expect(text).toContain('mortar_outbox_oldest_seconds{brick="shop"} 90');
    expect(text).toContain('mortar_outbox_dead_letters{brick="till"} 1');
    expect(text).not.toContain('mortar_outbox_dead_letters{brick="shop"}');
  });
});

/**
 * A hub whose flow wants too much, and somebody who looks at what waits, takes a part of it and refuses the rest:
 * `held.entry.js WORK`, a JSON of `HeldWork`. What was looked at is on disk before anything is decided about it.
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { pino } from 'pino';
import memory from '../../../connectors/memory/index.ts';
import { BRICK_DEFAULTS } from '../../../src/config.ts';
import { hubStatus, openHub } from '../../../src/hub/index.ts';
import type { HeldWork } from './held-world.ts';

const work = JSON.parse(process.argv[2] ?? '') as HeldWork;
// What the depot says is not what is tried here.
const { percent } = work;
const holds = { ...BRICK_DEFAULTS.holds, percent, streams: { fulfilment: { percent: 100, records: 0 } } };
const brick = (name: 'shop' | 'depot') => {
  const settings = memory.settings.parse({ url: work[name], pageSize: 100 });
  return { ...BRICK_DEFAULTS, name, connector: memory, settings, holds };
};
const roles = { shop: { primary: 'shop' }, fulfilment: { primary: 'depot' } };
const hub = await openHub({
  config: {
    ...{ data: work.data, roles, stock: { owner: 'depot', oversell: 'refuse' } },
    flows: [{ flow: 'stock-to-shop', from: 'depot', to: 'shop', mode: 'on' }],
  },
  bricks: [brick('shop'), brick('depot')],
  registry: new URL('../../stories/memory-registry.js', import.meta.url).href,
  log: pino({ level: 'silent' }),
  leaseMs: work.leaseMs,
});
const { reader } = hub.mirror;
hub.relay.start();
await pass();
await pass();
while (await decideNext());
await settled();
await hub.close();
process.stdout.write(`${JSON.stringify({ settled: true })}\n`);

async function pass(): Promise<void> {
  for (const name of ['shop', 'depot']) {
    const { state } = await hub.sync.sync(name, { full: false, trigger: 'schedule' });
    if (state !== 'done') throw new Error(`the run of ${name} ended ${state}`);
  }
  await hub.flows.follow();
  await hub.relay.idle();
}

/** Takes what is to be taken of what waits; where nothing of it is left, refuses the rest. Resolves with whether anything waited. */
async function decideNext(): Promise<boolean> {
  const [hold] = (await reader.holds({ brick: 'shop', state: 'open', direction: 'outgoing', first: 1 })).rows;
  if (!hold) return false;
  const ids = (await reader.heldMessages('shop', hold.run)).map(({ about }) => about);
  const facets = await reader.facets.byIds<{ sku: string }>('Variant', 'shop', ids);
  const select = ids.filter((id) => work.wanted.includes(facets.get(id)?.facet.sku ?? ''));
  look(select.map((id) => facets.get(id)?.facet.sku ?? ''));
  const order = { id: hold.id, by: 'camille', at: new Date().toISOString(), reason: 'seen' };
  const { decide } = hubStatus(hub, roles, () => new Date()).holds;
  await (select.length > 0 ? decide({ ...order, decide: 'accept', select }) : decide({ ...order, decide: 'reject' }));
  return true;
}

function look(skus: readonly string[]): void {
  const file = openSync(work.seen, 'a');
  writeSync(file, skus.map((sku) => `${sku}\n`).join(''));
  fsyncSync(file);
  closeSync(file);
}

/** Nothing is on its way any more; what a kill left unread is confirmed by the next run. */
async function settled(): Promise<void> {
  for (;;) {
    await hub.relay.idle();
    const states = new Set((await reader.messageCounts()).map(({ state }) => state));
    if (!states.has('queued') && !states.has('delivered')) return;
    if (states.has('queued')) await new Promise((resolve) => setTimeout(resolve, 20));
    else await pass();
    hub.relay.wake();
  }
}

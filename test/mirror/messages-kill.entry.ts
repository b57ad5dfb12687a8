import { openMirror, type MirrorOptions } from '../../src/mirror/index.ts';

/** Takes orders and delivers every other one until it is killed, and prints each number that was acknowledged. */
const { from, ...options } = JSON.parse(process.argv[2] ?? '') as MirrorOptions & { from: number };
const { writer } = await openMirror(options);

const facet = { name: 'ordered', price: null, parts: [], groups: [], tax: '', city: null, updatedAt: null };

for (let n = from + 1; ; n++) {
  const at = new Date().toISOString();
  const until = new Date(Date.now() + 60_000).toISOString();
  const [id, hubId] = [`msg_${n}`, `thing_${n}`];
  const message = { id, brick: 'one', command: 'placeOrder', lane: `lane ${n % 7}`, payload: { n } } as const;
  const overlays = [{ type: 'Thing', hubId, patch: facet, creates: true }];
  await writer.enqueue({
    ...{ at, by: 'ada', name: 'placeOrder', key: { value: `key ${n}`, inputHash: 'h' }, answer: n, oversell: 'refuse' },
    messages: [{ ...message, overlays, replaces: null, creates: true, origin: 'command' }],
    reservations: [{ variant: 'variant_x', quantity: 1, available: 1_000_000, owner: 'two' }],
  });
  process.stdout.write(`${n}\n`);
  if (n % 2 === 0) continue;
  const relay = `relay ${process.pid}`;
  for (const { id } of await writer.lease({ relay, bricks: ['one'], limit: 1, perBrick: 9, at, until })) {
    await writer.keepStep({ relay, id, name: 'cart', result: n });
    const created = [{ type: 'Thing', hubId: id.replace('msg', 'thing'), externalId: `x-${id}` }];
    await writer.settle({ relay, id, at, outcome: 'delivered', created });
    process.stdout.write(`${id}\n`);
  }
}

import type { UnreadableRecords } from '../../src/mirror/index.ts';
import { watchUnreadable } from '../../src/sync/unreadable.ts';

const failing = (kind: string, count: number, message = 'No name.'): UnreadableRecords => ({
  kind,
  count,
  sample: [{ id: '1', message, at: '2026-11-01T00:00:00.000Z' }],
});

it('warns once of each kind of record, and again when it is another count or reason', async () => {
  let found: UnreadableRecords[] = [failing('products', 2), failing('orders', 1)];
  const warned: string[] = [];
  const watch = await watchUnreadable({
    bricks: [{ name: 'shop' }, { name: 'till' }],
    reader: { unreadable: async (brick) => (brick === 'shop' ? found : []) },
    log: { warn: (_fields: object, message?: string) => void warned.push(message ?? '') },
  });
  await watch.refresh();
  const told = ['2 of products', '1 of orders'].map((what) => `shop: ${what} could not be understood: No name.`);
  expect(warned).toEqual(told);
  expect(watch.of('shop')).toEqual(found);
  expect(watch.of('till')).toEqual([]);
  found = [failing('products', 2, 'No price.')];
  await watch.refresh();
  expect(warned).toEqual([...told, 'shop: 2 of products could not be understood: No price.']);
  found = [];
  await watch.refresh();
  expect(watch.of('shop')).toEqual([]);
  found = [failing('products', 2, 'No price.')];
  await watch.refresh();
  expect(warned).toHaveLength(4);
});

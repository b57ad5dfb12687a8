import { openDatabase } from '../../src/mirror/database.ts';
import type { MessageReceipt, NewMessage } from '../../src/mirror/index.ts';
import { fulfilmentFacetTypes } from '../../src/roles/fulfilment/facet-types.ts';
import { shopFacetTypes } from '../../src/roles/shop/facet-types.ts';
import { aMirror, AT, type TestMirror } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import { aMessage, anOrder, aReservation, deliver, enqueue, lease, minute } from './messages-samples.ts';
import { facetTypes } from './registry.ts';

/** Brick `one` is the shop, brick `two` owns stock. */
describe.each(dialects)('pieces that are set aside, on $name', (dialect) => {
  let mirror: TestMirror;
  beforeEach(async () => {
    mirror = await aMirror(dialect);
    await mirror.reopen([...facetTypes, ...shopFacetTypes, ...fulfilmentFacetTypes]);
  });
  afterEach(() => mirror.remove());

  const placed = (): NewMessage => aMessage({ command: 'placeOrder', lane: 'Order:order_x', creates: true });
  const cancelled = (): NewMessage =>
    aMessage({ command: 'setOrderStatus', lane: 'Order:order_x', payload: { order: 'order_x', status: 'CANCELLED' } });
  const setAside = async (): Promise<number> => (await mirror.reader.reserved(['variant_x'])).get('variant_x') ?? 0;
  const counts = (at: number) => mirror.writer.confirm({ brick: 'two', before: minute(at), at: minute(at) });
  const order = async (): Promise<NewMessage> => {
    const message = placed();
    await enqueue(mirror, [message], { reservations: [aReservation()] });
    return message;
  };
  const delivered = async (): Promise<void> => {
    const { id } = await order();
    await lease(mirror, 1);
    await deliver(mirror, id, { at: 1 });
  };
  /** A facet as a read of the brick has left it. */
  const shows = async (table: string, brick: string, hubId: string, data: object): Promise<void> => {
    const database = await openDatabase(mirror, { readOnly: false });
    const status = 'status' in data ? { status: String(data.status) } : {};
    const row = { hub_id: hubId, brick, external_id: '1', seen_at: AT, root_kind: 'r', root_id: '1', ...status };
    const values = [...Object.values(row), JSON.stringify(data)];
    const columns = [...Object.keys(row), 'data'].join(', ');
    await database.transaction((sql) =>
      sql.run(`insert into ${table} (${columns}) values (${values.map(() => '?').join(', ')})`, values),
    );
    await database.close();
  };
  const told = async (after: number): Promise<string[]> =>
    (await mirror.reader.changes({ after, first: 9 })).map((one) => [one.change, one.type, one.brick].join(' '));

  it('stay until the owner of stock knows the order, whatever the shop knows', async () => {
    await delivered();
    await counts(5);
    expect(await setAside()).toBe(1);
    await shows('facet_fulfilment_order', 'two', 'order_y', {});
    await counts(6);
    expect(await setAside()).toBe(1);
    await shows('facet_fulfilment_order', 'two', 'order_x', {});
    await counts(7);
    expect(await setAside()).toBe(0);
  });

  it('stay when the owner was told of the order after it began to count', async () => {
    await delivered();
    const fulfil = aMessage({ brick: 'two', command: 'fulfilOrder', lane: 'Order:order_x' });
    await enqueue(mirror, [fulfil]);
    await lease(mirror, 4);
    await deliver(mirror, fulfil.id, { at: 4 });
    await shows('facet_fulfilment_order', 'two', 'order_x', {});
    await counts(3);
    expect(await setAside()).toBe(1);
    await counts(5);
    expect(await setAside()).toBe(0);
  });

  it('are let go when the order is cancelled in the shop, and after a week in any case', async () => {
    await delivered();
    await shows('facet_order', 'one', 'order_x', { status: 'CANCELLED' });
    await counts(2);
    expect(await setAside()).toBe(0);
    const message = placed();
    await enqueue(mirror, [{ ...message, lane: 'Order:order_z' }], { reservations: [aReservation()] });
    await lease(mirror, 3);
    await deliver(mirror, message.id, { at: 3 });
    const week = 7 * 24 * 60;
    await counts(week);
    expect(await setAside()).toBe(1);
    await counts(week + 4);
    expect(await setAside()).toBe(0);
  });

  it('are let go at once when the shop does not have the order yet, and not when it has', async () => {
    await order();
    await enqueue(mirror, [cancelled()]);
    expect(await setAside()).toBe(0);
    await mirror.remove();
    mirror = await aMirror(dialect);
    await delivered();
    await enqueue(mirror, [cancelled()]);
    expect(await setAside()).toBe(1);
  });

  it('are not more than the owner shows when they are taken', async () => {
    await shows('facet_stock_item', 'two', 'variant_x', { available: 2 });
    const buy = (quantity: number): Promise<MessageReceipt> =>
      mirror.writer.enqueue(anOrder([aMessage()], { reservations: [aReservation({ quantity, available: 9 })] }));
    expect(await buy(3)).toMatchObject({ outcome: 'sold-out', lacking: [{ wanted: 3, available: 2 }] });
    expect(await buy(2)).toMatchObject({ outcome: 'queued' });
    expect(await buy(1)).toMatchObject({ outcome: 'sold-out', lacking: [{ available: 0 }] });
  });

  it('are told as a change of stock when they are made and when they are let go', async () => {
    await shows('facet_stock_item', 'two', 'variant_x', { available: 2 });
    const { id } = await order();
    expect(await told(0)).toEqual(['updated StockItem two']);
    const seen = await mirror.reader.lastChange();
    await mirror.writer.discard({ id, by: 'ada', reason: 'no', at: minute(2) });
    expect(await told(seen)).toEqual(['updated StockItem two']);
    await delivered();
    await shows('facet_fulfilment_order', 'two', 'order_x', {});
    const before = await mirror.reader.lastChange();
    await counts(3);
    expect(await told(before)).toEqual(['updated StockItem two']);
    await counts(4);
    expect(await told(before)).toHaveLength(1);
  });
});

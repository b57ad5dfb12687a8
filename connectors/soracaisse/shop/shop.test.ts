import { PermanentError } from '#sdk';
import type { BrickHttp, BrickRequest, JsonObject, OpenBrick, Projected, RawRecord, Related } from '#sdk';
import connector from '../index.ts';
import { testStore, type TestStore } from '../../../test/connectors/soracaisse-store.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const TICKET = { field: 'note', pattern: 'Ticket (?<number>[^ ,]+)(?:, (?<till>.+))?' };

/** An order as the webservice lists it; shop time is an hour ahead of UTC. */
function order(id: number, changes: JsonObject = {}): JsonObject {
  const row = { product_reference: 'SC-1', product_ean13: '3760012345670', product_name: 'Théière' };
  const prices = { unit_price_tax_excl: '10.000000', unit_price_tax_incl: '12.000000' };
  return {
    id,
    id_currency: 1,
    module: 'soracaisse',
    payment: 'CB',
    note: `Ticket A-00000${id}, Caisse 1`,
    reference: `REF${id}`,
    current_state: 2,
    date_add: '2026-11-22 15:00:00',
    date_upd: '2026-11-22 15:00:00',
    total_paid_tax_incl: '24.000000',
    total_products_wt: '24.000000',
    associations: { order_rows: [{ ...row, ...prices, product_quantity: 2 }] },
    ...changes,
  };
}

/** Answers lists as the webservice does: filters, ascending ids, `[]` for nothing. */
function shopOf(orders: JsonObject[], paths: string[]): Pick<BrickHttp, 'text'> {
  const answer = ({ path }: BrickRequest): string => {
    paths.push(decodeURIComponent(path));
    const query = new URL(path, 'http://shop/').searchParams;
    if (path.startsWith('api/currencies')) return JSON.stringify({ currencies: [{ id: 1, iso_code: 'EUR' }] });
    const [ids, since] = [query.get('filter[id]') ?? '', query.get('filter[date_upd]')?.slice(2, -1) ?? ''];
    const listed = ids.startsWith('[') ? ids.slice(1, -1).split('|') : null;
    const after = ids.startsWith('>') ? Number(ids.slice(2, -1)) : 0;
    const found = orders
      .filter(({ id }) => Number(id) > after && (!listed || listed.includes(String(Number(id)))))
      .filter(({ date_upd: changed }) => since === '' || String(changed as string) > since)
      .sort((one, other) => Number(one['id']) - Number(other['id']));
    return JSON.stringify(found.length === 0 ? [] : { orders: found.slice(0, Number(query.get('limit') ?? 1000)) });
  };
  return { text: (request) => Promise.resolve({ status: 200, headers: {}, body: answer(request) }) };
}

describe('sales that the till writes into a shop', () => {
  let store: TestStore;
  let orders: JsonObject[];
  let paths: string[];

  beforeEach(() => {
    store = testStore();
    orders = [];
    paths = [];
  });

  function open(http: Pick<BrickHttp, 'text'> = shopOf(orders, paths), shop: object = {}): OpenBrick {
    const drop = { kind: 'folder', path: '/box' };
    const settings = { drop, shop: { url: 'https://shop.example/api/', key: 'K', ticket: TICKET, ...shop } };
    const tools = { ...store.tools, http: () => http as BrickHttp };
    return connector.open(connector.settings.parse(settings), tools);
  }

  const run = (brick: OpenBrick): Promise<unknown> => store.mirror.run(brick, { now: NOW });
  const read = (): string[] => store.records('shop_orders').map(({ id }) => id);

  /** What one record stands for, with its neighbours given. */
  function facets(root: string, record: RawRecord | undefined, children: RawRecord[] = []): Projected[] {
    const aggregate = connector.aggregates.find((one) => one.root === root);
    if (!aggregate || !record) throw new Error(`no ${root}`);
    const related = { children: () => children, hubId: (type: string, id: string) => `${type}:${id}` };
    return aggregate.project(record, related as unknown as Related);
  }

  it('are told apart by module or payment, and say what was sold', async () => {
    orders.push(
      order(1, { module: 'ps_wirepayment' }),
      order(2, {
        total_paid_tax_incl: '21.600000',
        total_discounts_tax_incl: '2.400000',
        total_discounts_tax_excl: '2.000000',
      }),
      order(3, { module: 'other', payment: 'Caisse magasin' }),
    );
    await run(open(undefined, { payments: ['Caisse magasin'] }));
    expect(read()).toEqual(['2', '3']);
    const [sale] = facets('shop_orders', store.records('shop_orders')[0]);
    expect(sale).toMatchObject({
      type: 'Sale',
      externalId: 'Caisse 1/A-000002',
      facet: {
        number: 'A-000002',
        sequence: 2,
        till: 'Caisse 1',
        soldAt: '2026-11-22T14:00:00Z',
        total: { amount: '18.00', currency: 'EUR' },
        totalWithTax: { amount: '21.60', currency: 'EUR' },
        payments: [{ method: 'CB', amount: { amount: '21.60', currency: 'EUR' } }],
      },
    });
    expect((sale?.facet as { lines: unknown }).lines).toMatchObject([
      { variant: 'Variant:SC-1', sku: 'SC-1', gtin: '3760012345670', quantity: 2, taxRate: '20' },
      { variant: null, name: 'Remise', quantity: 1, totalWithTax: { amount: '-2.40' } },
    ]);
  });

  it('are read once they have settled, then only what changed; a new state changes no sale', async () => {
    const first = order(1);
    const young = order(2, { date_upd: '2026-11-23 12:59:30' });
    const rowless = order(3, { associations: {} });
    orders.push(first, young, rowless);
    const brick = open();
    await run(brick);
    expect(read()).toEqual(['1']);
    const before = store.records('shop_orders')[0];
    first['current_state'] = 5;
    for (const one of [first, young]) one['date_upd'] = '2026-11-23 12:50:00';
    paths.length = 0;
    await run(brick);
    expect(read()).toEqual(['1', '2']);
    expect(store.records('shop_orders')[0]).toEqual(before);
    expect(paths.some((path) => path.includes('filter[date_upd]=>[2026-11-22 13:30:00]'))).toBe(true);
  });

  it('are no sale where a ticket of the same number came by file', async () => {
    orders.push(order(1));
    await run(open());
    const [record] = store.records('shop_orders');
    const ticket = (changes: JsonObject): RawRecord => {
      const body = { number: 'A-000001', till: 'Caisse 1', soldAt: '2026-11-22T13:59:00Z', total: '24.00', ...changes };
      return { id: 'Caisse 1/A-000001', body };
    };
    const counted = (changes: JsonObject): number => facets('shop_orders', record, [ticket(changes)]).length;
    expect(counted({})).toBe(0);
    // The module calls the till otherwise: the amount tells. Another till, another amount: another sale.
    expect(counted({ till: 'C1' })).toBe(0);
    expect(counted({ till: 'Caisse 2', total: '9.00' })).toBe(1);
    // Numbers that begin again every year.
    expect(counted({ soldAt: '2025-11-22T13:59:00Z' })).toBe(1);
  });

  it('that say no ticket are an alarm, and no sale', async () => {
    orders.push(order(1, { note: 'merci' }));
    await run(open());
    const found = facets('shop_orders', store.records('shop_orders')[0]);
    expect(found).toMatchObject([{ type: 'TillAlarm', facet: { kind: 'LINE_DOUBTFUL', subject: 'REF1' } }]);
    expect(await open().check()).toContainEqual(expect.objectContaining({ subject: 'shop', state: 'missing' }));
  });

  it('name items that no file names', async () => {
    orders.push(order(1));
    store.drop('articles.csv', 'Référence;Désignation;Prix TTC\r\nSC-2;Bol;7,00\r\n');
    await run(open());
    const [sold] = store.records('sold_items');
    expect(facets('sold_items', sold)).toMatchObject([
      { type: 'TillItem', externalId: 'SC-1', facet: { sku: 'SC-1', gtin: '3760012345670', priceWithTax: null } },
    ]);
    expect(facets('sold_items', sold, store.records('items'))).toEqual([]);
  });

  it.each<[string, () => Promise<{ status: number; headers: object; body: string }>, string]>([
    ['a page', () => Promise.resolve({ status: 200, headers: {}, body: '<html>' }), 'SHOP_ANSWER_BROKEN'],
    [
      'an object without the list',
      () => Promise.resolve({ status: 200, headers: {}, body: '{}' }),
      'SHOP_ANSWER_BROKEN',
    ],
    [
      'a row twice',
      () => Promise.resolve({ status: 200, headers: {}, body: '{"currencies":[{"id":1},{"id":1}]}' }),
      'SHOP_ANSWER_BROKEN',
    ],
    [
      'a refusal',
      () => Promise.reject(new PermanentError({ code: 'SHOP_KEY_REFUSED', message: 'No.', remedy: 'Look.' })),
      'SHOP_KEY_REFUSED',
    ],
  ])('are not believed to be none for %s', async (_what, text, code) => {
    const http = { text } as unknown as Pick<BrickHttp, 'text'>;
    expect(await run(open(http)).catch((error: unknown) => error)).toMatchObject({ code });
    expect(await open(http).check()).toContainEqual(expect.objectContaining({ subject: 'shop', state: 'error' }));
  });

  it('need settings that say where an order names its ticket', () => {
    const shop = { url: 'https://shop.example', key: 'K' };
    const parse = (ticket?: object): boolean =>
      connector.settings.safeParse({ drop: { kind: 'folder', path: '/box' }, shop: { ...shop, ticket } }).success;
    expect([
      parse(),
      parse({ field: 'note', pattern: '(\\d+)' }),
      parse({ field: 'note', pattern: '(?<number' }),
    ]).toEqual([false, false, false]);
    expect([parse({ field: 'reference' }), parse(TICKET)]).toEqual([true, true]);
  });
});

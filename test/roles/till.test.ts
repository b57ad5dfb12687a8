import { parse } from 'graphql';
import { FakeOutbox } from './fake-outbox.ts';
import { createLocalExecutor, type LocalExecutor } from '../../src/gateway/local-executor.ts';
import { ReadBudget, type GraphRequest, type Subgraph } from '../../src/roles/graph/index.ts';
import { shopFacetTypes } from '../../src/roles/shop/facet-types.ts';
import { tillFacetTypes } from '../../src/roles/till/facet-types.ts';
import type { SaleFacet, SaleLineFacet } from '../../src/roles/till/facets.ts';
import { tillSubgraph } from '../../src/roles/till/index.ts';
import { FakeMirror } from './fake-reader.ts';
import { aCustomer, aVariant, euro } from './shop-samples.ts';

const LINE: SaleLineFacet = {
  variant: 'v1',
  sku: 'ROBE-S',
  gtin: null,
  name: 'Robe S',
  quantity: 2,
  unitPriceWithTax: euro('12.00'),
  total: euro('20.00'),
  totalWithTax: euro('24.00'),
  taxRate: '20',
};

function aSale(changes: Partial<SaleFacet> = {}): SaleFacet {
  return {
    number: 'T-1',
    sequence: 1,
    till: 'K1',
    location: null,
    soldAt: '2026-11-01T10:00:00.000Z',
    lines: [LINE],
    payments: [{ method: 'CB', amount: euro('24') }],
    total: euro('20.00'),
    totalWithTax: euro('24.00'),
    customer: 'c1',
    loyaltyNumber: null,
    hash: 'abc',
    session: null,
    ...changes,
  };
}

let till: Subgraph;
let execute: LocalExecutor;
let mirror: FakeMirror;
beforeAll(async () => {
  till = await tillSubgraph();
  execute = createLocalExecutor(till.schema);
});
beforeEach(() => {
  mirror = new FakeMirror([...shopFacetTypes, ...tillFacetTypes]);
  mirror.add('Variant', 'v1', aVariant());
  mirror.add('Customer', 'c1', aCustomer());
});

const TILLS = ['till-a', 'till-b'];

async function ask(query: string): Promise<{ data: Record<string, unknown>; codes: unknown[] }> {
  const request: GraphRequest = {
    requestId: 'r',
    viewer: { name: 'staff', admin: true },
    reader: mirror.reader,
    budget: new ReadBudget(),
    primary: (role) => ({ shop: 'shop-fr', till: 'till-a' })[role as string] ?? null,
    bricksOf: (role) => (role === 'till' ? TILLS : []),
    hasBrick: (role, name) => role === 'till' && TILLS.includes(name),
    outbox: new FakeOutbox(),
    defaultLocale: 'en',
    now: () => new Date(0),
  };
  const result = await execute({ document: parse(query), variables: {}, context: till.contextFor(request) });
  const answer = result as unknown as { data?: Record<string, unknown>; errors?: { extensions: { code?: unknown } }[] };
  return { data: answer.data ?? {}, codes: (answer.errors ?? []).map(({ extensions }) => extensions.code) };
}

const sold = (fields: string): string =>
  `{ _entities(representations: [{ __typename: "Variant", id: "v1" }]) { ... on Variant { ${fields} } } }`;

describe('what was sold of a variant', () => {
  beforeEach(() => {
    mirror.put('Sale', 's1', aSale(), 'till-a');
    mirror.put('Sale', 's2', aSale({ soldAt: '2026-11-05T10:00:00.000Z' }), 'till-b');
    const back = { ...LINE, quantity: -1, total: null, totalWithTax: euro('-12.00') };
    mirror.put('Sale', 's3', aSale({ soldAt: '2026-11-09T10:00:00Z', lines: [back] }), 'till-b');
  });

  it('is summed up over all tills, goods brought back taken off', async () => {
    const { data } = await ask(sold('sold { quantity amount { amount currency } }'));
    expect(data._entities).toEqual([{ sold: { quantity: 3, amount: { amount: '28.00', currency: 'EUR' } } }]);
  });

  it('is exact for what is weighed, brought back or sold in another till', async () => {
    const weighed = (...quantities: number[]) => quantities.map((quantity) => ({ ...LINE, variant: 'v2', quantity }));
    mirror.add('Variant', 'v2', aVariant());
    mirror.put('Sale', 's4', aSale({ lines: weighed(0.1, 0.2, 3) }), 'till-a');
    mirror.put('Sale', 's5', aSale({ lines: weighed(-0.05, 1.755) }), 'till-b');
    const query = sold('all: sold { quantity } a: sold(brick: "till-a") { quantity }').replace('"v1"', '"v2"');
    expect((await ask(query)).data._entities).toEqual([{ all: { quantity: 5.005 }, a: { quantity: 3.3 } }]);
  });

  it('is that of a period, of one till', async () => {
    const { data } = await ask(
      sold(
        'one: sold(brick: "till-a") { quantity } early: sold(from: "2026-11-01T10:00:00Z", to: "2026-11-05T10:00:00Z") { quantity }',
      ),
    );
    expect(data._entities).toEqual([{ one: { quantity: 2 }, early: { quantity: 2 } }]);
  });

  it('refuses to add up currencies, and a till that is none', async () => {
    const pounds = { amount: '5', currency: 'GBP' };
    mirror.put('Sale', 's4', aSale({ soldAt: '2026-11-10T10:00:00.000Z', totalWithTax: pounds }), 'till-b');
    expect((await ask(sold('sold { quantity }'))).codes).toEqual(['INVALID_ARGUMENT']);
    expect((await ask(sold('sold(brick: "shop-fr") { quantity }'))).codes).toEqual(['UNKNOWN_BRICK']);
  });
});

describe('tickets', () => {
  it('have null where the shop knows no such variant or customer, in one read each', async () => {
    const lines = [LINE, { ...LINE, variant: 'gone' }, { ...LINE, variant: null, quantity: 0.5 }];
    mirror.put('Sale', 's1', aSale({ lines, customer: 'stranger' }), 'till-a');
    mirror.put('Sale', 's2', aSale({ number: 'T-2' }), 'till-a');
    const { data, codes } = await ask(
      '{ sales(orderBy: SOLD_AT_DESC) { totalCount nodes { number customer { id } lines { sku quantity variant { id } } } } }',
    );
    expect(codes).toEqual([]);
    const line = (quantity: string, id: string | null) => ({ sku: 'ROBE-S', quantity, variant: id && { id } });
    expect(data.sales).toEqual({
      totalCount: 2,
      nodes: [
        { number: 'T-1', customer: null, lines: [line('2', 'v1'), line('2', null), line('0.5', null)] },
        { number: 'T-2', customer: { id: 'c1' }, lines: [line('2', 'v1')] },
      ],
    });
    expect(mirror.calls.filter((call) => call.startsWith('byIds'))).toHaveLength(2);
  });

  it('are filtered by till, time and customer', async () => {
    mirror.put('Sale', 's1', aSale(), 'till-a');
    mirror.put('Sale', 's2', aSale({ till: 'K2', customer: null, soldAt: '2026-11-05T10:00:00Z' }), 'till-a');
    const { data } = await ask(
      `{ a: sales(filter: { till: "K2" }) { nodes { id } } b: sales(filter: { soldTo: "2026-11-02T00:00:00Z" }) { nodes { id } }
         c: sales(filter: { customer: "c1" }) { nodes { id } } d: sales(brick: "till-b") { nodes { id } } }`,
    );
    const nodes = (...ids: string[]) => ({ nodes: ids.map((id) => ({ id })) });
    expect(data).toEqual({ a: nodes('s2'), b: nodes('s1'), c: nodes('s1'), d: nodes() });
  });

  it('are found in any till by their id', async () => {
    mirror.put('Sale', 's9', aSale({ number: 'T-9' }), 'till-b');
    expect((await ask('{ sale(id: "s9") { number } none: sale(id: "x") { number } }')).data).toEqual({
      sale: { number: 'T-9' },
      none: null,
    });
  });

  it('are refused in pages that are too large or empty', async () => {
    expect((await ask('{ sales(first: 501) { nodes { id } } }')).codes).toEqual(['INVALID_ARGUMENT']);
    expect((await ask('{ ticketGaps(first: 0) { till } }')).codes).toEqual(['INVALID_ARGUMENT']);
  });
});

describe('what an audit looks for', () => {
  it('shows the numbers that are missing, of all tills or of one', async () => {
    for (const [id, sequence, name] of [
      ['a', 1, 'K1'],
      ['b', 2, 'K1'],
      ['c', 5, 'K1'],
      ['d', 1, 'K2'],
    ] as const)
      mirror.put('Sale', id, aSale({ sequence, till: name }), 'till-a');
    for (const [id, sequence] of [
      ['e', 7],
      ['f', 9],
    ] as const)
      mirror.put('Sale', id, aSale({ sequence, till: 'K3' }), 'till-b');
    const { data } = await ask(
      '{ ticketGaps { till brick after before missing } one: ticketGaps(till: "K3", first: 1) { till } }',
    );
    expect(data).toEqual({
      ticketGaps: [
        { till: 'K1', brick: 'till-a', after: 2, before: 5, missing: 2 },
        { till: 'K3', brick: 'till-b', after: 7, before: 9, missing: 1 },
      ],
      one: [{ till: 'K3' }],
    });
  });

  it('shows tickets that were altered, and no other hold', async () => {
    const hold = { brick: 'till-b', kind: 'tickets', run: 'r', openedAt: '2026-11-01T00:00:00.000Z', creates: 0 };
    const reason = (rule: 'append-only' | 'prices') => [
      { rule, count: 1, threshold: 0, message: 'Ticket T-1 changed.' },
    ];
    const state = { state: 'open' as const, direction: 'incoming' as const };
    const rest = { updates: 1, deletes: 0, sample: ['T-1'], decisions: [], ...state };
    mirror.holds.push({ ...hold, ...rest, id: 'h1', reasons: reason('append-only') });
    mirror.holds.push({ ...hold, ...rest, id: 'h2', reasons: reason('prices') });
    const { data } = await ask('{ alteredTickets { id changed vanished sample message } }');
    expect(data.alteredTickets).toEqual([
      { id: 'h1', changed: 1, vanished: 0, sample: ['T-1'], message: 'Ticket T-1 changed.' },
    ]);
  });
});

it('knows the loyalty cards of a customer over all tills', async () => {
  const card = { number: 'L-1', customer: 'c1', points: '12', balance: null, level: 'Gold', updatedAt: null };
  mirror.put('LoyaltyCard', 'l1', card, 'till-b');
  const { data } = await ask(
    `{ loyaltyCard(number: "L-1") { points customer { id } } none: loyaltyCard(number: "L-2") { points }
       _entities(representations: [{ __typename: "Customer", id: "c1" }]) { ... on Customer { loyalty { number level } } } }`,
  );
  expect(data).toEqual({
    loyaltyCard: { points: '12', customer: { id: 'c1' } },
    none: null,
    _entities: [{ loyalty: [{ number: 'L-1', level: 'Gold' }] }],
  });
});

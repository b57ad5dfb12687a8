import { ReadBudget } from '../../src/roles/graph/index.ts';
import { anOrder, aVariant } from '../roles/shop-samples.ts';
import { startGateway, type TestGateway } from './a-gateway.ts';

let gateway: TestGateway | undefined;
afterEach(async () => {
  await gateway?.stop();
  gateway = undefined;
});

describe('the rows of one request', () => {
  const orders = 'query Orders { customers { nodes { id orders { reference customer { orders { reference } } } } } }';

  it('are counted when they are read, and when they are handed on again', async () => {
    gateway = await startGateway({ limits: { rows: 150 } });
    for (let i = 0; i < 20; i += 1) gateway.mirror.add('Order', `more-${i}`, anOrder({ reference: `MORE${i}` }));
    const { status, body } = await gateway.ask(orders);
    expect(status).toBe(400);
    expect(body.data ?? null).toBeNull();
    expect(body.errors?.map(({ extensions }) => extensions['code'])).toEqual(['QUERY_TOO_LARGE']);
    expect(body.errors?.[0]?.message).toMatch(/more than 150 rows/);
    expect(gateway.logged.join('')).toMatch(/"operation":"Orders","code":"QUERY_TOO_LARGE","msg":"operation given up"/);
  });

  it('are enough for what fits', async () => {
    gateway = await startGateway({ limits: { rows: 150 } });
    expect((await gateway.ask(orders)).body.errors).toBeUndefined();
  });

  it('are counted anew for each request', async () => {
    gateway = await startGateway({ limits: { rows: 20 } });
    for (let i = 0; i < 5; i += 1) {
      expect((await gateway.ask('{ products { nodes { id variants { sku } } } }')).body.errors).toBeUndefined();
    }
  });

  it('stop further reads', async () => {
    gateway = await startGateway({ limits: { rows: 3 } });
    for (let i = 0; i < 5; i += 1) gateway.mirror.add('Variant', `more-${i}`, aVariant());
    await gateway.ask('{ products { nodes { id variants { sku product { categories { id } } } } } }');
    expect(gateway.mirror.calls.filter((call) => call.includes('Category'))).toEqual([]);
  });
});

describe('the time of one request', () => {
  it('ends where rows are loaded', async () => {
    // Each look at the clock is four seconds later than the one before.
    let time = 0;
    gateway = await startGateway({ limits: { clock: () => (time += 4000) } });
    const { status, body } = await gateway.ask(
      '{ products { nodes { variants { product { variants { product { id } } } } } } }',
    );
    expect(status).toBe(503);
    expect(body.errors?.map(({ extensions }) => extensions['code'])).toEqual(['QUERY_TIMEOUT']);
    expect(body.errors?.[0]?.message).toMatch(/longer than 15 s/);
  });

  it('is not over while it lasts', () => {
    let time = 0;
    const budget = new ReadBudget({ ms: 100, clock: () => time });
    time = 100;
    budget.spend(1);
    expect(budget.refusal).toBeNull();
    time = 101;
    expect(() => budget.spend(1)).toThrow(/longer than 0.1 s/);
  });
});

import type { BindOutcome } from '../../src/mirror/index.ts';
import { startGateway, type TestGateway } from './a-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

describe('joining records by hand', () => {
  const answers = `__typename ... on RecordBound { id } ... on EntityTaken { externalId }
    ... on UnknownRecord { externalId } ... on UnknownEntity { id }`;

  it.each<[BindOutcome, object]>([
    [
      { outcome: 'done', hubId: 'variant_b' },
      { __typename: 'RecordBound', id: 'variant_b' },
    ],
    [
      { outcome: 'taken', externalId: '8' },
      { __typename: 'EntityTaken', externalId: '8' },
    ],
    [{ outcome: 'unknown-record' }, { __typename: 'UnknownRecord', externalId: '7' }],
    [{ outcome: 'unknown-entity' }, { __typename: 'UnknownEntity', id: 'variant_a' }],
  ])('answers %j', async (outcome, answer) => {
    gateway.status.bindOutcome = outcome;
    gateway.status.bound.length = 0;
    const named = 'type: "Variant", brick: "shop-uk", externalId: "7"';
    const { body } = await gateway.ask(`mutation { bindRecords(${named}, id: "variant_a") { ${answers} } }`);
    expect(body.data).toEqual({ bindRecords: answer });
    await gateway.ask(`mutation { unbindRecord(${named}) { __typename } }`);
    const order = { type: 'Variant', brick: 'shop-uk', externalId: '7' };
    expect(gateway.status.bound).toMatchObject([{ ...order, hubId: 'variant_a' }, order]);
  });

  it('is for administrators', async () => {
    const reading = await startGateway({ auth: { verify: async () => ({ name: 'reader', admin: false }) } });
    const { body } = await reading.ask(
      'mutation { unbindRecord(type: "Variant", brick: "shop-uk", externalId: "7") { __typename } }',
    );
    expect(body.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(reading.status.bound).toEqual([]);
    await reading.stop();
  });

  it('lists what a person should decide', async () => {
    const { body } = await gateway.ask('{ bindingConflicts(type: "Variant") { nodes { id reason } totalCount } }');
    expect(body).toMatchObject({ data: { bindingConflicts: { nodes: [], totalCount: 0 } } });
  });
});

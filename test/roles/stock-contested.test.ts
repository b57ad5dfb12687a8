import { parse } from 'graphql';
import { createLocalExecutor } from '../../src/gateway/local-executor.ts';
import { fulfilmentSubgraph } from '../../src/roles/fulfilment/index.ts';
import { ReadBudget, type GraphRequest } from '../../src/roles/graph/index.ts';
import { FakeMirror } from './fake-reader.ts';
import { FakeOutbox } from './fake-outbox.ts';
import { aVariant } from './shop-samples.ts';

const ADJUST = `mutation { adjustStock(variant: "v1", quantity: 3) { __typename ... on CommandRefused { code message } } }`;

async function adjusted(outbox: FakeOutbox, mirror: FakeMirror): Promise<unknown> {
  const subgraph = await fulfilmentSubgraph();
  const request: GraphRequest = {
    ...{ requestId: 'r', viewer: { name: 'staff', admin: true }, reader: mirror.reader, budget: new ReadBudget() },
    ...{ primary: () => 'depot', bricksOf: () => ['depot'], hasBrick: (role) => role === 'shop', outbox },
    ...{ defaultLocale: 'en', now: () => new Date('2026-11-23T12:00:00Z') },
  };
  const execute = createLocalExecutor(subgraph.schema);
  const answer = await execute({ document: parse(ADJUST), variables: {}, context: subgraph.contextFor(request) });
  expect(answer.errors).toBeUndefined();
  return answer.data?.['adjustStock'];
}

describe('counting stock into a shop that owns it', () => {
  let outbox: FakeOutbox;
  let mirror: FakeMirror;
  beforeEach(() => {
    mirror = new FakeMirror();
    mirror.add('Variant', 'v1', aVariant({ shopQuantity: 5 }));
    outbox = new FakeOutbox(mirror);
    outbox.owner = 'shop-fr';
  });

  it('is refused, with the reason, while a warehouse pushes its own numbers there', async () => {
    outbox.contest = 'depot pushes stock into shop-fr, which is named as its owner.';
    const refused = { __typename: 'CommandRefused', code: 'STOCK_CONTESTED', message: outbox.contest };
    expect(await adjusted(outbox, mirror)).toEqual(refused);
    expect(outbox.orders).toEqual([]);
  });

  it('is taken where nobody else writes', async () => {
    expect(await adjusted(outbox, mirror)).toMatchObject({ __typename: 'StockAdjusted' });
    expect(outbox.orders).toHaveLength(1);
  });
});

import { startGateway, type TestGateway } from './a-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const LANE = '(name: "stock-to-shop", from: "depot", to: "shop-fr")';

it('staff see what each flow does, what it would write, and which brick has a conflict', async () => {
  const query = `{
    flows { name from to mode state reason }
    flowDifferences${LANE} { command entity id subject before after }
    bricks { name conflicts { name } }
  }`;
  expect((await gateway.ask(query)).body.data).toEqual({
    flows: [
      {
        ...{ name: 'stock-to-shop', from: 'depot', to: 'shop-fr', mode: 'ON', state: 'CONFLICT' },
        reason: 'depot carries it.',
      },
    ],
    flowDifferences: [{ command: 'setStock', entity: 'Variant', id: 'v1', subject: 'ROBE-S', before: '3', after: '5' }],
    bricks: [
      { name: 'shop-fr', conflicts: [{ name: 'stock-to-shop' }] },
      { name: 'shop-uk', conflicts: [] },
    ],
  });
});

it('what differs is written when a person says so', async () => {
  const { body } = await gateway.ask(
    `mutation { reconcileFlow${LANE} { __typename ... on FlowReconciled { taken } } }`,
  );
  expect(body.data).toEqual({ reconcileFlow: { __typename: 'FlowReconciled', taken: 1 } });
  expect(gateway.status.reconciled).toEqual(['stock-to-shop by staff']);
});

it('a flow that is not there is said to be so', async () => {
  const { body } = await gateway.ask('{ flowDifferences(name: "x", from: "a", to: "b") { id } }');
  expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_ARGUMENT' });
});

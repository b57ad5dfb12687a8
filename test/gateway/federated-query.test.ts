import { startGateway, type TestGateway } from './a-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

it('answers one query from two subgraphs, again and again', async () => {
  const query = /* GraphQL */ `
    query Both($first: Int) {
      bricks {
        name
        roles
        breaker
      }
      products(first: $first) {
        totalCount
        nodes {
          id
          name(locale: "fr")
          variants {
            sku
            price {
              amount
              currency
            }
            priceWithTax {
              amount
            }
          }
          categories {
            name
          }
        }
      }
    }
  `;
  const brick = { roles: ['SHOP'], breaker: 'HALF_OPEN' };
  // Thrice: the first is interpreted, the second compiled, the third answered from the compiled one.
  for (let i = 0; i < 3; i += 1) {
    const { status, body } = await gateway.ask(query, { first: 1 });
    expect(body).toEqual({
      data: {
        bricks: [
          { name: 'shop-fr', ...brick },
          { name: 'shop-uk', ...brick },
        ],
        products: {
          totalCount: 2,
          nodes: [
            {
              id: 'p1',
              name: 'Robe',
              variants: [
                { sku: 'ROBE-S', price: { amount: '23.90', currency: 'EUR' }, priceWithTax: { amount: '28.68' } },
                { sku: 'ROBE-M', price: { amount: '23.90', currency: 'EUR' }, priceWithTax: { amount: '28.68' } },
              ],
              categories: [{ name: 'Women' }, { name: 'Été' }],
            },
          ],
        },
      },
      extensions: { mortar: { asOf: '2026-11-01T00:00:00.000Z', staleBricks: [] } },
    });
    expect(status).toBe(200);
  }
});

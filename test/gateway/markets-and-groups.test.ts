import { aVariant, euro } from '../roles/shop-samples.ts';
import { startGateway, type TestGateway } from './a-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
  gateway.mirror.add(
    'Variant',
    'cheap',
    aVariant({ sku: 'CHEAP', listPrice: euro('5.5'), costPrice: euro('1.234567') }),
  );
});
afterAll(() => gateway.stop());

describe('a market that the shop does not know', () => {
  it.each(['price(market: "XX") { amount }', 'priceWithTax(market: "US") { amount }', 'taxRate(market: "")'])(
    'is refused: %s',
    async (field) => {
      const { body } = await gateway.ask(`{ variant(id: "v1") { ${field} } }`);
      expect(body.errors?.map(({ extensions }) => extensions['code'])).toEqual(['INVALID_ARGUMENT']);
      expect(body.errors?.[0]?.message).toMatch(/is not a market of this shop\. Its markets: BE, FR\./);
    },
  );

  it('is never asked of when none is named, nor when it is the own one', async () => {
    gateway.mirror.add('Variant', 'untaxed', aVariant({ sku: 'UNTAXED', taxRates: {} }));
    const { body } = await gateway.ask(
      '{ variant(id: "untaxed") { taxRate own: taxRate(market: "fr") price(market: "FR") { amount } } }',
    );
    expect(body).toMatchObject({ data: { variant: { taxRate: '0', own: '0', price: { amount: '23.90' } } } });
  });
});

describe('a customer group that the shop does not know', () => {
  it.each(['price', 'priceWithTax'])('is refused: %s', async (field) => {
    const { body } = await gateway.ask(`{ variant(id: "v1") { ${field}(customerGroup: "nope") { amount } } }`);
    expect(body.errors?.map(({ extensions }) => extensions['code'])).toEqual(['INVALID_ARGUMENT']);
    expect(body.errors?.[0]?.message).toMatch(/"nope" is not the id of a customer group \(PriceList\) of "shop-fr"/);
  });

  it('one that it knows is looked up once for a whole list', async () => {
    gateway.mirror.calls.length = 0;
    const { body } = await gateway.ask(
      '{ products { nodes { variants { price(customerGroup: "g1") { amount } priceWithTax(customerGroup: "g1") { amount } } } } }',
    );
    expect(body.errors).toBeUndefined();
    expect(gateway.mirror.calls.filter((call) => call === 'byIds PriceList')).toHaveLength(1);
  });
});

describe('amounts', () => {
  it('have the decimals of their currency at least, and all that the shop said', async () => {
    const { body } = await gateway.ask('{ variant(id: "cheap") { listPrice { amount } costPrice { amount } } }');
    expect(body.data).toEqual({ variant: { listPrice: { amount: '5.50' }, costPrice: { amount: '1.234567' } } });
  });
});

import type { CategoryFacet, JsonObject, PriceRule, Projected, RawRecord, Related, VariantFacet } from '#sdk';
import { recordedRows, row, testRelated } from '../test-brick.ts';
import { categories } from './category.ts';
import { priceLists } from './price-list.ts';
import { products } from './product.ts';

const PRODUCTS = recordedRows('products.list.full.page1');
const [tShirt] = PRODUCTS;

/** What the recordings lack to make a shop in France: France itself, its tax rule, and a second currency. */
function shop(overrides: Record<string, RawRecord[]> = {}): Record<string, RawRecord[]> {
  return {
    configurations: [
      ...recordedRows('configurations.list.full'),
      row(10, { name: 'PS_COUNTRY_DEFAULT', value: '8' }),
      row(11, { name: 'PS_CURRENCY_DEFAULT', value: '1' }),
      row(12, { name: 'PS_TIMEZONE', value: 'Europe/Paris' }),
    ],
    languages: recordedRows('languages.list.full'),
    currencies: [
      ...recordedRows('currencies.list.full'),
      row(2, { iso_code: 'GBP', conversion_rate: '0.861234', active: 1, deleted: 0 }),
    ],
    countries: [...recordedRows('countries.list.full'), row(8, { iso_code: 'FR', active: '1' })],
    groups: recordedRows('groups.list.full'),
    taxes: recordedRows('taxes.list.full'),
    tax_rule_groups: recordedRows('tax_rule_groups.list.full'),
    tax_rules: [taxRule(1, 8, 1)],
    manufacturers: recordedRows('manufacturers.list.full'),
    product_features: recordedRows('product_features.list.full'),
    product_feature_values: recordedRows('product_feature_values.list.full'),
    product_options: recordedRows('product_options.list.full'),
    product_option_values: [
      ...recordedRows('product_option_values.list.full'),
      row(8, {
        id_attribute_group: 2,
        position: 3,
        name: [
          { id: 1, value: 'White' },
          { id: 2, value: 'Blanc' },
        ],
      }),
      row(11, {
        id_attribute_group: 2,
        position: 6,
        name: [
          { id: 1, value: 'Black' },
          { id: 2, value: 'Noir' },
        ],
      }),
    ],
    ...overrides,
  };
}

function taxRule(id: number, country: number, tax: number, fields: JsonObject = {}): RawRecord {
  const general = { id_state: 0, zipcode_from: '0', zipcode_to: '0', behavior: 0 };
  return row(id, { id_tax_rules_group: 1, id_country: country, id_tax: tax, ...general, ...fields });
}

const CHILDREN = {
  combinations: recordedRows('combinations.list.full'),
  specific_prices: recordedRows('specific_prices.list.full').slice(0, 1),
  stock_availables: recordedRows('stock_availables.list.full').slice(0, 1),
};

function project(related: Related, root: RawRecord | undefined = tShirt): Projected[] {
  if (!root) throw new Error('no product is recorded');
  return products.project(root, related);
}

function variants(
  kinds: Record<string, RawRecord[]>,
  children: Record<string, RawRecord[]> = CHILDREN,
): VariantFacet[] {
  return project(testRelated(kinds, children))
    .filter(({ type }) => type === 'Variant')
    .map(({ facet }) => facet as VariantFacet);
}

describe('the recorded T-shirt', () => {
  it('is a product in two languages', () => {
    const [product] = project(testRelated(shop(), CHILDREN));
    expect(product).toMatchObject({
      type: 'Product',
      externalId: '1',
      facet: {
        name: { 'en-US': 'Hummingbird printed t-shirt', 'fr-FR': 'T-shirt imprimé colibri' },
        slug: { 'en-US': 'hummingbird-printed-t-shirt', 'fr-FR': 'hummingbird-printed-t-shirt' },
        metaTitle: {},
        brand: 'Studio Design',
        categories: ['Category:4', 'Category:2', 'Category:3'],
        variants: ['Variant:1-1', 'Variant:1-2', 'Variant:1-3'],
        active: true,
        condition: 'new',
        kind: 'variants',
        weight: '0.3',
        pack: [],
        tags: [],
        createdAt: '2026-11-23T04:26:51Z',
        updatedAt: '2026-11-23T04:26:51Z',
      },
    });
  });

  it('has its images, without an address until their bytes are mirrored', () => {
    const images = [{ id: 'products/1/1', body: { id: 'products/1/1', sha256: 'aa11', mime: 'image/jpeg' } }];
    const [product] = project(testRelated(shop(), { ...CHILDREN, images }));
    expect(product?.facet).toMatchObject({
      images: [
        { url: '/blobs/aa11.jpeg', sha256: 'aa11', alt: {}, cover: true, position: 0 },
        { url: null, sha256: null, alt: {}, cover: false, position: 1 },
      ],
    });
  });

  it('costs 23.90 with a fifth off, from which 19.12 and with tax 22.944 follow', () => {
    const [white] = variants(shop());
    expect(white).toMatchObject({
      product: 'Product:1',
      sku: 'demo_1',
      gtin: null,
      isDefault: true,
      listPrice: { amount: '23.90', currency: 'EUR' },
      costPrice: { amount: '5.49', currency: 'EUR' },
      ecotax: null,
      conversion: { GBP: '0.861234' },
      taxRates: { FR: '20' },
      defaultMarket: 'FR',
      defaultGroup: 'PriceList:1',
      groupReductions: {},
      options: [
        { name: { 'en-US': 'Size', 'fr-FR': 'Taille' }, value: { 'en-US': 'S', 'fr-FR': 'S' } },
        { name: { 'en-US': 'Color', 'fr-FR': 'Couleur' }, value: { 'en-US': 'White', 'fr-FR': 'Blanc' } },
      ],
      minimalQuantity: 1,
      position: 0,
    });
    const anyone = { market: null, customerGroup: null, currency: null, customer: null, from: null, to: null };
    expect(white?.priceRules).toEqual([
      { ...anyone, fromQuantity: 1, fixedPrice: null, reduction: { kind: 'percentage', percent: '20' }, priority: 1 },
    ]);
  });

  it('without combinations is one variant, 1-0, with the stock of the product', () => {
    const projected = project(testRelated(shop(), { ...CHILDREN, combinations: [] }));
    expect(projected.map(({ type, externalId }) => [type, externalId])).toEqual([
      ['Product', '1'],
      ['Variant', '1-0'],
    ]);
    expect(projected[1]?.facet).toMatchObject({ shopQuantity: 2400, isDefault: true, options: [] });
  });

  it('in a shop of one language has plain texts in the default language', () => {
    const body = { ...tShirt?.body, name: 'Hummingbird printed t-shirt', description: '' };
    const [product] = project(testRelated(shop(), CHILDREN), { id: '1', body });
    expect(product?.facet).toMatchObject({ name: { 'en-US': 'Hummingbird printed t-shirt' }, description: {} });
  });

  it('is not shown while the back office has not saved it', () => {
    const [product] = project(testRelated(shop(), CHILDREN), { id: '1', body: { ...tShirt?.body, state: 0 } });
    expect(product?.facet).toMatchObject({ active: false });
  });
});

describe('a recorded product of nothing but a name', () => {
  it('is projected without inventing anything', () => {
    const [bare] = recordedRows('products.list.full.empty-associations');
    const [product, variant] = project(testRelated(shop()), bare);
    expect(product?.facet).toMatchObject({
      name: { 'en-US': 'en only 2' },
      brand: null,
      categories: ['Category:2', 'Category:3'],
    });
    expect(product?.facet).toMatchObject({ images: [], features: [], weight: null, active: false, kind: 'simple' });
    expect(variant?.facet).toMatchObject({
      sku: null,
      listPrice: { amount: '18.99', currency: 'EUR' },
      taxRates: { FR: '0' },
    });
  });
});

describe('price rules', () => {
  const rule = (id: number, fields: JsonObject): RawRecord =>
    row(id, {
      ...{ id_cart: 0, id_shop: 0, id_product: 1, id_product_attribute: 0, id_currency: 0, id_country: 0, id_group: 0 },
      ...{ id_customer: 0, id_specific_price_rule: 0, price: '-1.000000', from_quantity: 1, reduction: '0.100000' },
      ...{ reduction_tax: 1, reduction_type: 'percentage', from: '0000-00-00 00:00:00', to: '0000-00-00 00:00:00' },
      ...fields,
    });
  const blue = row(1, {
    id_product: 1,
    price: '2.500000',
    wholesale_price: '7.000000',
    weight: '0.050000',
    default_on: '1',
  });
  const rules = (records: RawRecord[], kinds: Record<string, RawRecord[]> = {}): PriceRule[] =>
    variants(shop(kinds), { combinations: [blue], specific_prices: records })[0]?.priceRules ?? [];

  it.each([
    [
      'a percentage',
      { reduction: '0.175000' },
      { fixedPrice: null, reduction: { kind: 'percentage', percent: '17.5' } },
    ],
    [
      'an amount with tax',
      { reduction: '5.000000', reduction_type: 'amount' },
      { reduction: { kind: 'amount', amount: '5.00', taxIncluded: true } },
    ],
    [
      'an amount without tax',
      { reduction: '5.123456', reduction_type: 'amount', reduction_tax: 0 },
      { reduction: { kind: 'amount', amount: '5.123456', taxIncluded: false } },
    ],
    ['nothing off', { reduction: '0.000000' }, { reduction: null }],
    ['a fixed price, with the impact of the combination on top', { price: '19.900000' }, { fixedPrice: '22.40' }],
    [
      'a fixed price of the combination, final',
      { price: '19.900000', id_product_attribute: 1 },
      { fixedPrice: '19.90' },
    ],
    [
      'a fixed price in pounds, with the impact converted',
      { price: '15.000000', id_currency: 2 },
      { fixedPrice: '17.153085', currency: 'GBP' },
    ],
    ['a price of zero', { price: '0.000000', id_product_attribute: 1 }, { fixedPrice: '0.00' }],
    [
      'one country, one group, one customer',
      { id_country: 8, id_group: 3, id_customer: 2 },
      { market: 'FR', customerGroup: 'PriceList:3', customer: 'Customer:2' },
    ],
    ['a country that is not mirrored', { id_country: 77 }, { market: 'ZZ' }],
    [
      'a time',
      { from: '2026-06-24 08:00:00', to: '2026-07-21 23:59:59' },
      { from: '2026-06-24T06:00:00Z', to: '2026-07-21T21:59:59Z' },
    ],
    ['a quantity', { from_quantity: 10 }, { fromQuantity: 10 }],
  ])('say %s', (_what, fields, expected) => {
    expect(rules([rule(5, fields)])).toEqual([expect.objectContaining({ ...expected, priority: 1 })]);
  });

  it.each([
    ['another combination', { id_product_attribute: 2 }],
    ['a cart', { id_cart: 9 }],
    ['another shop', { id_shop: 2 }],
  ])('leave out those for %s', (_what, fields) => {
    expect(rules([rule(5, fields)])).toEqual([]);
  });

  it.each([
    ['a combination before the product', { id_product_attribute: 1 }, { from_quantity: 10 }],
    ['the larger quantity before all but that', { from_quantity: 10 }, { id_customer: 2, id_group: 3 }],
    ["a product's own before a catalogue rule", {}, { id_specific_price_rule: 4, id_customer: 2 }],
    [
      'a customer before shop, currency, country and group',
      { id_customer: 2 },
      { id_shop: 1, id_currency: 2, id_country: 8, id_group: 3 },
    ],
    ['the shop before currency, country and group', { id_shop: 1 }, { id_currency: 2, id_country: 8, id_group: 3 }],
    ['the currency before country and group', { id_currency: 2 }, { id_country: 8, id_group: 3 }],
    ['the country before the group', { id_country: 8 }, { id_group: 3 }],
    ['the group before everybody', { id_group: 3 }, {}],
    ['what ends last', { to: '2026-12-31 00:00:00' }, { to: '2026-12-01 00:00:00' }],
    ['what begins last', { from: '2026-12-31 00:00:00' }, { from: '2026-12-01 00:00:00' }],
  ])('rank %s', (_what, winner, loser) => {
    const both = rules([rule(6, { ...loser, reduction: '0.600000' }), rule(7, { ...winner, reduction: '0.700000' })]);
    expect(both.map(({ reduction, priority }) => [reduction, priority])).toEqual([
      [{ kind: 'percentage', percent: '70' }, 2],
      [{ kind: 'percentage', percent: '60' }, 1],
    ]);
  });

  it("follow the shop's own order of priorities", () => {
    const order = [row(20, { name: 'PS_SPECIFIC_PRICE_PRIORITIES', value: 'id_group;id_country;id_currency;id_shop' })];
    const found = rules([rule(6, { id_shop: 1 }), rule(7, { id_group: 3 })], {
      configurations: [...(shop()['configurations'] ?? []), ...order],
    });
    expect(found.map(({ customerGroup }) => customerGroup)).toEqual(['PriceList:3', null]);
  });

  it('for all products rank among those of the product', () => {
    const everywhere = [rule(1, { id_product: 0, id_specific_price_rule: 1, reduction: '0.050000' })];
    const found = rules([rule(9, {})], { specific_prices_global: everywhere });
    expect(found.map(({ reduction }) => reduction)).toEqual([
      { kind: 'percentage', percent: '10' },
      { kind: 'percentage', percent: '5' },
    ]);
  });

  it('come with the list price, cost and weight of the combination', () => {
    const [variant] = variants(shop(), { combinations: [blue] });
    expect(variant).toMatchObject({
      listPrice: { amount: '26.40', currency: 'EUR' },
      costPrice: { amount: '7.00', currency: 'EUR' },
      weight: '0.35',
    });
  });
});

describe('tax rates', () => {
  const rates = (rules: RawRecord[], more: Record<string, RawRecord[]> = {}): Record<string, string> =>
    variants(shop({ tax_rules: rules, ...more }))[0]?.taxRates ?? {};

  it.each([
    ['the rule of a country', [taxRule(1, 8, 1)], '20'],
    ['no rule', [], '0'],
    ['the first rule alone', [taxRule(1, 8, 1), taxRule(2, 8, 2)], '20'],
    ['rules that add up', [taxRule(1, 8, 1, { behavior: 1 }), taxRule(2, 8, 2)], '30'],
    ['rules one after the other', [taxRule(1, 8, 1, { behavior: 2 }), taxRule(2, 8, 2, { behavior: 2 })], '32'],
    ['a rule for a state left out', [taxRule(1, 8, 1, { id_state: 35 })], '0'],
    ['a rule for postcodes left out', [taxRule(1, 8, 1, { zipcode_from: '97100', zipcode_to: '97699' })], '0'],
    ['a tax that is not mirrored', [taxRule(1, 8, 99)], '0'],
  ])('from %s', (_what, rules, rate) => {
    expect(rates(rules)).toEqual({ FR: rate });
  });

  it('are known for every country that has a rule', () => {
    expect(rates([taxRule(1, 8, 1), taxRule(2, 3, 2)])).toEqual({ FR: '20', BE: '10' });
  });

  it('are none where the shop charges no tax or has switched the group off', () => {
    const off = { configurations: [...(shop()['configurations'] ?? []), row(30, { name: 'PS_TAX', value: '0' })] };
    expect(rates([taxRule(1, 8, 1)], off)).toEqual({ FR: '0' });
    expect(rates([taxRule(1, 8, 1)], { tax_rule_groups: [row(1, { active: '0' })] })).toEqual({ FR: '0' });
  });
});

describe('categories and price lists', () => {
  it('are projected from their recordings', () => {
    const clothes = recordedRows('categories.list.full')[2] ?? row(0);
    const images = [{ id: 'categories/3', body: { id: 'categories/3', sha256: 'cc', mime: 'image/jpeg' } }];
    const [category] = categories.project(clothes, testRelated(shop({ images })));
    expect(category).toMatchObject({ type: 'Category', externalId: '3' });
    expect(category?.facet as CategoryFacet).toMatchObject({
      name: { 'en-US': 'Clothes', 'fr-FR': 'Vêtements' },
      slug: { 'en-US': 'clothes', 'fr-FR': 'vetements' },
      parent: 'Category:2',
      position: 0,
      active: true,
      images: [{ url: '/blobs/cc.jpeg', cover: true }],
      depth: 2,
    });
    const [visitor] = recordedRows('groups.list.full').flatMap((group) =>
      priceLists.project(group, testRelated(shop())),
    );
    expect(visitor).toEqual({
      type: 'PriceList',
      externalId: '1',
      facet: { name: { 'en-US': 'Visitor', 'fr-FR': 'Visitor' }, reduction: '0', showsTax: true, isDefault: true },
    });
  });
});

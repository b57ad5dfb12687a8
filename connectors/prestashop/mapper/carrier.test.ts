import type { CarrierFacet, JsonObject, Projected, RawRecord } from '#sdk';
import { row, testRelated } from '../test-brick.ts';
import { carriers } from './carrier.ts';
import { countries, currencies } from './market.ts';

const text = (value: string): JsonObject[] => [{ id: 1, value }];
const setting = (id: number, name: string, value: string): RawRecord => row(id, { name, value });

const SHOP = {
  configurations: [
    setting(1, 'PS_SHIPPING_FREE_PRICE', '90'),
    setting(2, 'PS_SHIPPING_FREE_WEIGHT', '0'),
    setting(3, 'PS_SHIPPING_HANDLING', '2.50'),
    setting(4, 'PS_SHIPPING_METHOD', '1'),
    setting(5, 'PS_WEIGHT_UNIT', 'g'),
    setting(6, 'PS_CURRENCY_DEFAULT', '1'),
    setting(7, 'PS_SHOP_NAME', 'Cap Bivouac'),
  ],
  languages: [row(1, { locale: 'fr-FR', active: '1' })],
  currencies: [row(1, { iso_code: 'EUR', active: 1, conversion_rate: '1.000000' })],
  countries: [row(8, { iso_code: 'FR', active: '1', id_zone: 1 }), row(9, { iso_code: 'BE', active: '1', id_zone: 1 })],
  zones: [row(1, { name: 'Europe', active: '1' }), row(2, { name: 'Asia', active: '0' })],
  taxes: [row(1, { rate: '20.000' })],
  tax_rule_groups: [row(6, { active: '1' })],
  tax_rules: [row(1, { id_tax_rules_group: 6, id_country: 8, id_tax: 1, behavior: 0 })],
};

const CHILDREN = {
  weight_ranges: [
    row(1, { id_carrier: 3, delimiter1: '0.000000', delimiter2: '1000.000000' }),
    row(2, { id_carrier: 3, delimiter1: '1000.000000', delimiter2: '5000.000000' }),
  ],
  price_ranges: [row(1, { id_carrier: 3, delimiter1: '0.000000', delimiter2: '50.000000' })],
  deliveries: [
    row(1, { id_range_weight: 2, id_range_price: 0, id_zone: 1, price: '8.500000' }),
    row(2, { id_range_weight: 1, id_range_price: 0, id_zone: 1, price: '5.000000' }),
    row(3, { id_range_weight: 0, id_range_price: 1, id_zone: 1, price: '4.000000' }),
  ],
};

const carrier = (id: number, fields: JsonObject = {}): RawRecord =>
  row(id, {
    name: 'Colis',
    id_reference: 2,
    active: '1',
    deleted: '0',
    is_free: '0',
    shipping_method: 1,
    shipping_handling: '1',
    range_behavior: '1',
    max_weight: '30000.000000',
    id_tax_rules_group: 6,
    delay: text('48 h'),
    ...fields,
  });

function project(root: RawRecord, all: RawRecord[] = [root]): Projected[] {
  return carriers.project(root, testRelated({ ...SHOP, carriers: all }, CHILDREN));
}
function facetOf(fields: JsonObject): CarrierFacet {
  return project(carrier(3, fields))[0]?.facet as CarrierFacet;
}

describe('a carrier', () => {
  it('costs what its own ranges say, in kilograms, with the shop’s limits', () => {
    expect(facetOf({})).toEqual({
      name: 'Colis',
      delay: { 'fr-FR': '48 h' },
      active: true,
      isFree: false,
      rates: [
        { by: 'weight', zone: '1', from: '0', to: '1', price: '5' },
        { by: 'weight', zone: '1', from: '1', to: '5', price: '8.5' },
      ],
      outOfRange: 'refuse',
      handling: '2.5',
      freeFromAmount: '90',
      freeFromWeight: null,
      maxWeight: '30',
      taxRates: { FR: '20', BE: '0' },
    });
  });

  it.each([
    [{ shipping_method: 2 }, { rates: [{ by: 'price', zone: '1', from: '0', to: '50', price: '4' }] }],
    [{ shipping_method: 0 }, { rates: [{ by: 'weight' }, { by: 'weight' }] }],
    [{ is_free: '1' }, { isFree: true, rates: [] }],
    [{ shipping_method: 3 }, { isFree: true, rates: [] }],
    [{ shipping_handling: '0' }, { handling: '0' }],
    [{ range_behavior: '0' }, { outOfRange: 'highest' }],
    [{ max_weight: '0.000000' }, { maxWeight: null }],
    [{ name: '0' }, { name: 'Cap Bivouac' }],
    [{ active: '0' }, { active: false }],
  ])('with %j is %j', (fields, expected) => {
    expect(facetOf(fields)).toMatchObject(expected);
  });

  it('keeps its identity when the back office replaces it', () => {
    const old = carrier(3, { deleted: '1' });
    const young = carrier(9, { name: 'Colis express' });
    expect(project(old, [old, young])).toEqual([]);
    expect(project(young, [old, young])).toMatchObject([
      { type: 'Carrier', externalId: '2', facet: { name: 'Colis express', active: true } },
    ]);
  });

  it('stays as inactive once it is deleted for good', () => {
    const [first, last] = [carrier(3, { deleted: '1' }), carrier(9, { deleted: '1' })];
    expect(project(first, [first, last])).toEqual([]);
    expect(project(last, [first, last])).toMatchObject([{ externalId: '2', facet: { active: false } }]);
  });
});

describe('a market', () => {
  it.each([
    [
      { iso_code: 'FR', active: '1', id_zone: 1 },
      { code: 'FR', active: true, zone: '1' },
    ],
    [{ iso_code: 'FR', active: '0', id_zone: 1 }, { active: false }],
    [
      { iso_code: 'JP', active: '1', id_zone: 2 },
      { active: false, zone: '2' },
    ],
  ])('country %j is %j', (fields, expected) => {
    const [projected] = countries.project(row(8, { ...fields, name: text('Pays') }), testRelated(SHOP));
    expect(projected).toMatchObject({
      type: 'Country',
      externalId: '8',
      facet: { ...expected, name: { 'fr-FR': 'Pays' } },
    });
  });

  it.each([
    [
      { iso_code: 'EUR', active: 1, conversion_rate: '1.000000' },
      { code: 'EUR', active: true, isMain: true, rate: '1' },
    ],
    [
      { iso_code: 'GBP', active: 1, conversion_rate: '0.860000' },
      { isMain: false, rate: '0.86' },
    ],
    [{ iso_code: 'GBP', active: 1, deleted: 1, conversion_rate: '0.86' }, { active: false }],
  ])('currency %j is %j', (fields, expected) => {
    const [projected] = currencies.project(row(1, fields), testRelated(SHOP));
    expect(projected).toMatchObject({ type: 'Currency', facet: expected });
  });
});

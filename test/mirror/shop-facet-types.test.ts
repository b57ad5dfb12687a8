import type { FacetType } from '../../src/mirror/index.ts';
import { words } from '../../src/mirror/fold.ts';
import { facetTables } from '../../src/mirror/facets/facet-table.ts';
import { gtinLookup } from '../../src/roles/graph/columns.ts';
import { shopFacetTypes } from '../../src/roles/shop/facet-types.ts';
import { plainText } from '../../src/roles/shop/plain-text.ts';
import { testVault } from './a-vault.ts';
import { anOrder, aProduct, aVariant, euro } from '../roles/shop-samples.ts';

const typeOf = (name: string): FacetType => {
  const type = shopFacetTypes.find((one) => one.name === name);
  if (!type) throw new Error(`the shop has no facet type ${name}`);
  return type;
};
const columnsOf = (name: string, facet: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(typeOf(name).columns).map(([column, { of }]) => [column, of(facet)]));

describe('the shop’s facet types', () => {
  it('can be made into tables', () => {
    expect([...facetTables(shopFacetTypes, testVault).values()].map(({ name }) => name)).toContain('facet_price_list');
  });

  it('sort a product by the same name for everybody', () => {
    const names = [{ en: 'Dress', 'fr-FR': 'Été' }, { en: 'Dress', de: 'Kleid' }, { nl: 'Jurk', de: 'Kleid' }, {}];
    const sorted = names.map((name) => columnsOf('Product', aProduct({ name }))['name']);
    expect(sorted).toEqual(['ete', 'dress', 'kleid', null]);
  });

  it('write every time in one form', () => {
    for (const updatedAt of ['2026-10-01T02:00:00+02:00', '2026-10-01T00:00:00Z', '2026-10-01T00:00:00.000Z']) {
      expect(columnsOf('Product', aProduct({ updatedAt }))['updated_at']).toBe('2026-10-01T00:00:00.000Z');
    }
  });

  it('find a product by its words without mark-up, and by its variants’ numbers', () => {
    const product = aProduct({ description: { fr: '<p class="x">Longue d&rsquo;&eacute;t&eacute;&#160;!</p>' } });
    expect(words(typeOf('Product').search?.(product) ?? '')).toEqual(
      expect.arrayContaining(['robe', 'dress', 'studio', 'long', 'longue', 'ete']),
    );
    expect(words(typeOf('Product').search?.(product) ?? '')).not.toContain('class');
    const variant = aVariant();
    expect(typeOf('Variant').search?.(variant)).toContain('3760000000017');
    expect(typeOf('Variant').foundAs?.of(variant)).toBe('p1');
  });

  it.each([
    ['3760000000017', '03760000000017'],
    ['036000291452', '00036000291452'],
    ['96385074', '00000096385074'],
    ['0036000291452', '00036000291452'],
    ['376-0000 000017', '03760000000017'],
    ['1234565', '00000001234565'],
    ['1234567', null],
    ['123', null],
    ['not a number', null],
    [null, null],
  ])('compare the trade number %s as %s', (gtin, lookup) => {
    expect(gtinLookup(gtin)).toBe(lookup);
  });
});

describe('where a shop sells', () => {
  it('is found by code, by name and by whether it is in use', () => {
    const carrier = { name: 'Colis Éclair', active: false };
    expect(columnsOf('Carrier', carrier)).toEqual({ active: 0, name: 'colis eclair' });
    const country = { code: 'be', name: { 'fr-FR': 'Belgique', en: 'Belgium' }, active: true, zone: '1' };
    expect(columnsOf('Country', country)).toEqual({ code: 'BE', active: 1, name: 'belgique' });
    expect(columnsOf('Currency', { code: 'eur', active: true, isMain: true, rate: '1' })).toEqual({
      code: 'EUR',
      active: 1,
    });
  });
});

describe('what a shop sold', () => {
  const line = anOrder().lines[0];
  if (!line) throw new Error('the sample order has no line');
  const soldOf = (changes: Parameters<typeof anOrder>[0]) => typeOf('Order').links['variant']?.(anOrder(changes)) ?? [];

  it.each([
    ['23.90', '1', 23_900_000],
    ['0.000001', '1', 1],
    ['10', '3', 3_333_333],
    ['1234567.89', '0.86', 1_435_544_058_140],
    ['9007199254.740991', '1', 9_007_199_254_740_991],
    ['-5.25', '1', -5_250_000],
  ])('is %s at the rate %s, in millionths', (amount, conversionRate, micros) => {
    const [sold] = soldOf({ conversionRate, lines: [{ ...line, variant: 'v1', quantity: 2, total: euro(amount) }] });
    expect(sold).toMatchObject({ target: 'v1', quantity: 2, micros });
  });

  it('leaves out what was not bought, and what is no longer known', () => {
    expect(soldOf({ status: 'CANCELLED' })).toEqual([]);
    expect(soldOf({ status: 'PAYMENT_ERROR' })).toEqual([]);
    expect(soldOf({ lines: [{ ...line, variant: null }] })).toEqual([]);
  });
});

describe('plain text', () => {
  it.each([
    ['<b>a</b><i>b</i>', ' a  b '],
    ['&Eacute;t&eacute; &amp; c&oelig;ur', 'Ete   coeur'],
    ['&#233;&#xE9;&#x110000;', 'éé '],
    ['2 < 3', '2 < 3'],
  ])('of %s', (html, text) => {
    expect(plainText(html)).toBe(text);
  });
});

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { ShopState, WebserviceRecord } from '../state.ts';
import { checkDigit } from './barcodes.ts';
import { stamp } from './calendar.ts';
import type { DemoShopOptions } from './index.ts';
import { generateShop } from './index.ts';
import { LINKS } from './links.ts';
import { withTax } from './money.ts';

const NOW = new Date('2026-11-01T08:00:00Z');
const withoutImages = (options: DemoShopOptions = {}) => generateShop({ images: false, now: NOW, ...options });
const shop = generateShop({ now: NOW });

const all = (resource: string, of: ShopState = shop): WebserviceRecord[] => of.resources[resource] ?? [];
const groupBy = (records: readonly WebserviceRecord[], field: string): Map<unknown, WebserviceRecord[]> =>
  Map.groupBy(records, (record) => record[field]);

function hashOf(state: ShopState): string {
  const hash = createHash('sha256').update(JSON.stringify(state.resources));
  for (const [path, bytes] of Object.entries(state.images)) hash.update(path).update(bytes);
  return hash.digest('hex');
}

describe('determinism', () => {
  it('gives the same shop for the same seed and time', () => {
    expect(hashOf(generateShop({ now: NOW }))).toBe(hashOf(shop));
  });

  it('gives another shop for another seed', () => {
    expect(hashOf(withoutImages({ seed: 2 }))).not.toBe(hashOf(withoutImages({ seed: 1 })));
  });

  it('leaves the people alone when the catalogue grows', () => {
    const large = withoutImages({ products: 400 });
    expect(all('customers', large)).toEqual(all('customers'));
  });

  it('shares no object between records, so that one can be edited in place', () => {
    const seen = new Set<object>();
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if (seen.has(value)) throw new Error(`shared: ${JSON.stringify(value).slice(0, 200)}`);
      seen.add(value);
      Object.values(value).forEach(visit);
    };
    expect(() => visit(shop.resources)).not.toThrow();
  });
});

describe('sizes', () => {
  it('has the sizes that were asked for', () => {
    const small = withoutImages({ products: 30, customers: 10, orders: 12 });
    for (const [resource, count] of Object.entries({ products: 30, customers: 10, orders: 12 })) {
      expect(all(resource, small)).toHaveLength(count);
    }
    expect([all('products').length, all('customers').length, all('orders').length]).toEqual([300, 200, 500]);
  });

  it('does without any', () => {
    const empty = withoutImages({ products: 0, customers: 0, orders: 5 });
    expect([all('products', empty), all('orders', empty)]).toEqual([[], []]);
  });

  it('grows to thousands of products with distinct names', () => {
    const large = withoutImages({ products: 5000, orders: 50 });
    const names = all('products', large).map(({ name }) => JSON.stringify(name));
    expect(new Set(names).size).toBe(5000);
  });

  it('gives about a third of the products combinations', () => {
    const share = all('products').filter(({ product_type: type }) => type === 'combinations').length / 300;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.42);
  });
});

/** Values of each field of a recorded resource, over all its recordings. */
const FIXTURES = new URL('../../fixtures/', import.meta.url);
const recordings = readdirSync(FIXTURES)
  .filter((file) => /\.list\.full.*\.json$/.test(file) && !file.includes('.xml.'))
  .flatMap((file) => {
    const exchange = JSON.parse(readFileSync(new URL(file, FIXTURES), 'utf8')) as { response: { body: unknown } };
    const body: unknown =
      typeof exchange.response.body === 'string' ? JSON.parse(exchange.response.body) : exchange.response.body;
    const records = (body as Record<string, WebserviceRecord[]>)[file.split('.')[0] ?? ''];
    return records ? [{ resource: file.split('.')[0] ?? '', records }] : [];
  });
const recorded = Map.groupBy(recordings, ({ resource }) => resource);

const isLocalized = (item: unknown): boolean => {
  const { id, value } = item as Partial<Record<string, unknown>>;
  return typeof id === 'number' && typeof value === 'string';
};

/** `number`, `null`, `string`, or `texts` for one text per language. */
function typeOf(value: unknown): string {
  if (!Array.isArray(value)) return value === null ? 'null' : typeof value;
  const isText = value.length > 0 && value.every((item) => isLocalized(item));
  return isText ? 'texts' : 'array';
}

const fieldsOf = (record: WebserviceRecord): string[] =>
  Object.keys(record).filter((field) => field !== 'associations');

function typesSeen(records: readonly WebserviceRecord[], field: string): Set<string> {
  return new Set(records.map((record) => typeOf(record[field])));
}

describe('records look as PrestaShop lists them', () => {
  const cases = [...recorded].map(([resource, lists]) => [resource, lists.flatMap(({ records }) => records)] as const);

  it('knows the recordings', () => {
    expect(cases.length).toBeGreaterThan(35);
  });

  it.each(cases)('%s: fields, their order and types', (resource, samples) => {
    expect(all(resource).length).toBeGreaterThan(0);
    const fields = fieldsOf(samples[0] as WebserviceRecord);
    const types = new Map(fields.map((field) => [field, typesSeen(samples, field)]));
    for (const record of all(resource)) {
      expect(fieldsOf(record)).toEqual(fields);
      const odd = fields.filter((field) => !types.get(field)?.has(typeOf(record[field])));
      expect({ id: record.id, odd }).toEqual({ id: record.id, odd: [] });
    }
  });

  it.each(cases)('%s: associations', (resource, samples) => {
    const shapes = new Map(
      samples
        .flatMap(({ associations }) => Object.entries(associations ?? {}))
        .map(([name, links]) => [name, Object.entries(links[0] ?? {})]),
    );
    for (const { associations = {} } of all(resource)) {
      for (const [name, links] of Object.entries(associations)) {
        expect(links.length).toBeGreaterThan(0);
        const shape = shapes.get(name)?.map(([field, value]) => [field, typeOf(value)]);
        const found = Object.entries(links[0] ?? {}).map(([field, value]) => [field, typeOf(value)]);
        if (shape) expect(found).toEqual(shape);
      }
    }
  });

  it('numbers records from 1 without gaps', () => {
    for (const records of Object.values(shop.resources))
      expect(records.map(({ id }) => id)).toEqual(records.map((_, index) => index + 1));
  });
});

describe('links', () => {
  const ids = new Map(
    Object.entries(shop.resources).map(([resource, records]) => [resource, new Set(records.map(({ id }) => id))]),
  );
  const imageIds = new Set(
    Object.keys(shop.images)
      .filter((path) => path.startsWith('products/'))
      .map((path) => Number(path.split('/')[2])),
  );
  ids.set('images', imageIds);
  const broken = (target: string, id: unknown) => id !== 0 && id !== '' && !ids.get(target)?.has(Number(id));

  it.each(LINKS.map((link) => [`${link.from}.${link.field} to ${link.to}`, link] as const))(
    '%s',
    (_name, { from, field, to }) => {
      const [list, item] = field.split('[].');
      const values = all(from).flatMap((record) =>
        item === undefined ? [record[field]] : (record.associations?.[list ?? ''] ?? []).map((link) => link[item]),
      );
      expect(values.length).toBeGreaterThan(0);
      expect(values).not.toContain(undefined);
      expect(values.filter((id) => broken(to, id))).toEqual([]);
    },
  );

  it('covers every field that names another record', () => {
    const own = [
      'id_shop',
      'id_shop_group',
      'id_warehouse',
      'id_customization',
      'id_gender',
      'id_risk',
      'id_profile',
      'id_reference',
      'id_type_redirected',
      'id_operating_system',
      'id_web_browser',
      'id_specific_price_rule',
      'id_last_order',
      'id_last_customer_message',
      'id_last_customer',
    ];
    const covered = new Set(LINKS.map(({ from, field }) => `${from}.${field}`));
    const named = Object.entries(shop.resources).flatMap(([resource, [first]]) =>
      Object.keys(first ?? {})
        .filter((field) => field.startsWith('id_') && !own.includes(field))
        .map((field) => `${resource}.${field}`),
    );
    expect(named.filter((field) => !covered.has(field))).toEqual([]);
  });

  it('has an order behind every payment and an owner behind every combination, stock row and image', () => {
    const references = new Set(all('orders').map(({ reference }) => reference));
    expect(references.size).toBe(all('orders').length);
    expect(all('order_payments').filter(({ order_reference: reference }) => !references.has(reference))).toEqual([]);
    const owned = all('products').flatMap((product) =>
      (product.associations?.['images'] ?? []).map(({ id }) => `products/${product.id}/${Number(id)}`),
    );
    expect(Object.keys(shop.images).filter((path) => path.startsWith('products/'))).toEqual(owned);
  });
});

describe('catalogue', () => {
  it('has valid barcodes on most articles, each once', () => {
    const codes = [...all('products'), ...all('combinations')].map(({ ean13 }) => String(ean13));
    const given = codes.filter((code) => code !== '');
    expect(
      given.filter((code) => !/^\d{13}$/.test(code) || checkDigit(code.slice(0, 12)) !== Number(code[12])),
    ).toEqual([]);
    expect(new Set(given).size).toBe(given.length);
    expect(given.length / codes.length).toBeGreaterThan(0.85);
    expect(given.length).toBeLessThan(codes.length);
    expect(checkDigit('400638133393')).toBe(1);
  });

  it('has the oddities of a real shop', () => {
    const products = all('products');
    const references = products.map(({ reference }) => reference).filter((reference) => reference !== '');
    expect(references.length).toBeLessThan(products.length);
    expect(references.length - new Set(references).size).toBe(2);
    expect(products.filter(({ type }) => type === 'pack')).toHaveLength(1);
    expect(products.filter(({ type }) => type === 'virtual')).toHaveLength(1);
    expect(products.some(({ active }) => active === '0')).toBe(true);
    expect(JSON.stringify(products)).toMatch(/[\u{10000}-\u{10ffff}]/u);
  });

  it('keeps one stock row per product with the sum of its combinations', () => {
    const rows = groupBy(all('stock_availables'), 'id_product');
    for (const product of all('products')) {
      const [total, ...parts] = rows.get(product.id) ?? [];
      expect(total?.['id_product_attribute']).toBe(0);
      expect(parts.map((row) => row['id_product_attribute'])).toEqual(
        (product.associations?.['combinations'] ?? []).map(({ id }) => id),
      );
      if (parts.length > 0)
        expect(total?.['quantity']).toBe(parts.reduce((sum, { quantity }) => sum + Number(quantity), 0));
    }
  });

  it('has every kind of specific price', () => {
    const rules = all('specific_prices');
    const has = (test: (rule: WebserviceRecord) => boolean) => rules.some(test);
    expect(has((rule) => rule['reduction_type'] === 'percentage')).toBe(true);
    expect(has((rule) => rule['reduction_type'] === 'amount' && rule['reduction'] !== '0.000000')).toBe(true);
    expect(has((rule) => rule['price'] !== '-1.000000')).toBe(true);
    expect(has((rule) => rule['id_group'] !== 0)).toBe(true);
    expect(has((rule) => rule['id_country'] !== 0)).toBe(true);
    expect(has((rule) => Number(rule['from_quantity']) > 1)).toBe(true);
    expect(has((rule) => rule['from'] !== '0000-00-00 00:00:00')).toBe(true);
  });

  it('draws pictures that decode', () => {
    const paths = Object.keys(shop.images);
    expect(paths.filter((path) => path.startsWith('categories/'))).toHaveLength(all('categories').length - 2);
    for (const bytes of Object.values(shop.images)) {
      expect(bytes.length).toBeLessThan(6000);
      const png = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      expect(png.readUInt32BE(0)).toBe(0x89504e47);
      const data = png.indexOf('IDAT');
      const pixels = inflateSync(png.subarray(data + 4, data + 4 + png.readUInt32BE(data - 4)));
      expect(pixels.length).toBe((png.readUInt32BE(16) + 1) * png.readUInt32BE(20));
    }
  });
});

describe('calculations', () => {
  it('writes shop-local times across the change of clocks', () => {
    expect(stamp(Date.UTC(2026, 9, 25, 0, 59, 59))).toBe('2026-10-25 02:59:59');
    expect(stamp(Date.UTC(2026, 9, 25, 1, 0, 0))).toBe('2026-10-25 02:00:00');
    expect(stamp(Date.UTC(2026, 2, 29, 1, 0, 0))).toBe('2026-03-29 03:00:00');
  });

  it('rounds half a millionth up', () => {
    expect(withTax(5, 10_000)).toBe(6);
    expect(withTax(19_120_000, 20_000)).toBe(22_944_000);
  });
});

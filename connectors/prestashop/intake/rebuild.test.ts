import type { PrestashopSandbox } from '../sandbox/index.ts';
import { differences, facetsOf } from './test-facets.ts';
import { intakeOf, mirrored, mirroredDemo, open, Progress, startFreshShop, TestRebuild } from './test-rebuild.ts';
import type { MirroredShop } from './test-rebuild.ts';

let source: MirroredShop;
let target: PrestashopSandbox;
let rebuilt: MirroredShop;
const progress = new Progress();

/** Ids of the source are told by what stands for them in the target. */
function inTarget(type: string, externalId: string): string {
  const { records } = intakeOf(open(target));
  return records?.externalId(type, externalId, (kind, id) => progress.of(kind, id)) ?? `not placed: ${externalId}`;
}

const rows = (resource: string): ({ id: number } & Record<string, unknown>)[] => target.state.resources[resource] ?? [];
const setting = (name: string): unknown => rows('configurations').find((row) => row['name'] === name)?.['value'];

beforeAll(async () => {
  source = await mirroredDemo({ products: 24, customers: 10, orders: 16 });
  target = await startFreshShop();
});
afterAll(async () => target.close());

describe('a shop rebuilt in an empty one', () => {
  it('may be written to, and is empty before', async () => {
    const intake = intakeOf(open(target));
    expect((await intake.contents()).filter(({ count }) => count > 0)).toEqual([]);
    expect((await intake.rights()).filter(({ state }) => state !== 'ok')).toEqual([]);
  });

  it('takes every record that is wanted, two at a time', async () => {
    await new TestRebuild(source, intakeOf(open(target)), progress).run(2);
    expect([...progress.refused]).toEqual([]);
    rebuilt = await mirrored(target);
  });

  it('says the same of every entity, but for what is expected', () => {
    const { records } = intakeOf(open(target));
    const before = facetsOf(source, inTarget);
    const after = facetsOf(rebuilt, (_type, externalId) => externalId);
    expect(new Set([...before.keys()].map((name) => name.split(' ')[0]))).toEqual(
      new Set([
        'Currency',
        'Country',
        'Carrier',
        'PriceList',
        'Category',
        'Product',
        'Variant',
        'Customer',
        'Order',
        'Invoice',
      ]),
    );
    expect(differences(before, after, records?.expected ?? [])).toEqual([]);
  });

  it('finds one wrong field', () => {
    const before = facetsOf(source, inTarget);
    const wrong = new Map(before);
    const [name = '', facet = {}] = [...before].find(([one]) => one.startsWith('Product ')) ?? [];
    wrong.set(name, { ...facet, condition: 'used' });
    expect(differences(before, wrong, [])).toEqual([expect.stringContaining('Product.condition')]);
  });

  it('is not empty afterwards, and a second run changes nothing', async () => {
    const counts = await intakeOf(open(target)).contents();
    expect(counts.find(({ kind }) => kind === 'products')).toEqual({ kind: 'products', count: 24 });
    expect(counts.find(({ kind }) => kind === 'orders')).toEqual({ kind: 'orders', count: 16 });
    target.writes.length = 0;
    await new TestRebuild(source, intakeOf(open(target)), progress).run();
    expect(target.writes).toEqual([]);
  });

  it('mails nobody meanwhile, and mails again afterwards', () => {
    expect(setting('PS_MAIL_METHOD')).toBe('1');
    expect(setting('MORTAR_MAIL_METHOD')).toBeUndefined();
  });

  it('is its own installation still: nothing of it is doubled', () => {
    const doubled = (resource: string, field: string): unknown[] => {
      const values = rows(resource).map((row) => row[field]);
      return values.filter((value, index) => values.indexOf(value) !== index);
    };
    expect(doubled('languages', 'iso_code')).toEqual([]);
    expect(doubled('countries', 'iso_code')).toEqual([]);
    expect(doubled('currencies', 'iso_code')).toEqual([]);
    expect(doubled('zones', 'name')).toEqual([]);
    expect(doubled('tax_rule_groups', 'name')).toEqual([]);
    expect(doubled('configurations', 'name')).toEqual([]);
    expect(rows('order_states')).toHaveLength(source.mirror.records('order_states').length);
    expect(rows('groups')).toHaveLength(4);
    expect(rows('categories').filter((row) => row['id_parent'] === 0)).toHaveLength(1);
    expect(rows('products').filter((row) => String(row['reference']).startsWith('mortar-'))).toEqual([]);
  });

  it('shows its products to anybody', async () => {
    const intake = intakeOf(open(target));
    const [shown] = rows('products').filter((row) => row['active'] === '1');
    const address = await intake.publicPage?.('Product', String(shown?.id));
    const page = await (await fetch(address ?? '')).text();
    const [, data = ''] = /<script type="application\/ld\+json">([^]*?)<\/script>/.exec(page) ?? [];
    expect(JSON.parse(data)).toMatchObject({ '@type': 'Product', sku: shown?.['reference'] });
    const [hidden] = rows('products').filter((row) => row['active'] !== '1');
    expect(await intake.publicPage?.('Product', String(hidden?.id ?? 0))).toBeNull();
    expect(await intake.publicPage?.('Order', '1')).toBeNull();
  });
});

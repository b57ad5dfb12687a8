import { PermanentError, type IntakeContext, type IntakeItem, type IntakeStage } from '#sdk';
import type { PrestashopSandbox } from '../sandbox/index.ts';
import { TestMirror } from '../test-brick.ts';
import { sameValue, sharesText } from './agreement.ts';
import { EXPECTED } from './expected.ts';
import { externalId } from './external-id.ts';
import { intakeOf, NOW, open, startFreshShop } from './test-rebuild.ts';

let sandbox: PrestashopSandbox;
beforeAll(async () => void (sandbox = await startFreshShop()));
afterEach(() => sandbox.faults.clear());
afterAll(async () => sandbox.close());

function stage(kind: string): IntakeStage {
  const found = intakeOf(open(sandbox)).records?.stages.find((one) => one.kind === kind);
  if (!found) throw new Error(`no stage ${kind}`);
  return found;
}

/** A context in which these are placed: `products 12` → `77`; `known`: records of the source. */
function context(placed: Record<string, string> = {}, known: Record<string, IntakeItem[]> = {}): IntakeContext {
  return {
    plan: 'plan-1',
    placed: (kind, id) => placed[`${kind} ${id}`] ?? null,
    source: (kind, ids) => Promise.resolve((known[kind] ?? []).filter(({ id }) => ids.includes(id))),
    children: () => Promise.resolve([]),
    blob: () => Promise.resolve(null),
    target: new TestMirror(),
    now: NOW,
    signal: new AbortController().signal,
  };
}

const item = (id: string, body: IntakeItem['body']): IntakeItem => ({ id, body: { id: Number(id), ...body } });
const rows = (resource: string): Record<string, unknown>[] => sandbox.state.resources[resource] ?? [];

async function refusal(work: Promise<unknown>): Promise<{ permanent: boolean; code: string; detail: string }> {
  try {
    await work;
  } catch (error) {
    const { code = '', detail = '' } = error as { code?: string; detail?: string };
    return { permanent: error instanceof PermanentError, code, detail };
  }
  return { permanent: false, code: 'none', detail: '' };
}

describe('what the installation brought', () => {
  it('is found by what it is called everywhere', async () => {
    const found = async (kind: string, body: IntakeItem['body'], id = '99'): Promise<string | null> =>
      stage(kind).find(item(id, body), context({ 'languages 1': '2', 'languages 2': '1' }));
    const french = rows('languages').find((row) => row['iso_code'] === 'fr');
    expect(await found('languages', { iso_code: 'fr', locale: 'fr-FR' })).toBe(String(french?.['id']));
    expect(await found('languages', { iso_code: 'de', locale: 'de-DE' })).toBeNull();
    expect(await found('groups', { name: [{ id: 1, value: 'Whatever' }] }, '3')).toBe('3');
    expect(await found('groups', { name: [{ id: 1, value: 'Whatever' }] }, '4')).toBeNull();
    const paid = { name: [{ id: 2, value: 'Payment accepted' }], module_name: '', template: [] };
    expect(await found('order_states', paid, '31')).toBe('2');
    expect(await found('order_states', { ...paid, module_name: 'ps_other' }, '31')).toBeNull();
    const top = { id_parent: 0, is_root_category: '0', name: [] };
    expect(await found('categories', top, '7')).toBe('1');
    expect(await found('categories', { ...top, id_parent: 7, is_root_category: '1' }, '8')).toBe('2');
  });

  it('keeps its own settings, and takes those that say how the shop reckons', async () => {
    const { wants } = stage('configurations');
    const wanted = (name: string, body: IntakeItem['body'] = {}) => wants?.(item('5', { name, value: '1', ...body }));
    expect(wanted('PS_ROUND_TYPE')).toBe(true);
    expect(wanted('PS_CURRENCY_DEFAULT')).toBe(true);
    for (const name of ['PS_SHOP_EMAIL', 'PS_MAIL_METHOD', 'PS_VERSION_DB', 'PS_OS_PAYMENT', 'PS_SSL_ENABLED'])
      expect(wanted(name)).toEqual({ en: expect.any(String) as string, fr: expect.any(String) as string });
    expect(wanted('PS_ROUND_TYPE', { id_shop: 2 })).not.toBe(true);
    const currency = (): Record<string, unknown> | undefined =>
      rows('configurations').find((row) => row['name'] === 'PS_CURRENCY_DEFAULT');
    sandbox.edit('configurations', Number(currency()?.['id']), { value: '5' });
    const setting = item('5', { name: 'PS_CURRENCY_DEFAULT', value: '8' });
    const settings = stage('configurations');
    const id = (await settings.find(setting, context({ 'currencies 8': '1' }))) ?? '';
    await settings.take?.(setting, id, context({ 'currencies 8': '1' }));
    expect(currency()).toMatchObject({ id: Number(id), value: '1' });
  });
});

describe('what is refused', () => {
  it('a price for somebody who is not there never becomes one for all', async () => {
    const price = { id_product: 4, id_customer: 7, price: '1.00', reduction: '0', from_quantity: 1, id_cart: 0 };
    const work = stage('specific_prices').put([item('1', price)], context({ 'products 4': '9' }));
    expect(await refusal(work)).toMatchObject({ permanent: true, detail: 'customers 7' });
    expect(rows('specific_prices')).toEqual([]);
    expect(stage('specific_prices').wants?.(item('1', { ...price, id_cart: 3 }))).not.toBe(true);
  });

  it('what belongs to something that was left out', async () => {
    const work = stage('combinations').put([item('1', { id_product: 4, minimal_quantity: 1 })], context());
    expect(await refusal(work)).toMatchObject({
      permanent: true,
      code: 'INTAKE_REFERENCE_MISSING',
      detail: 'products 4',
    });
  });

  it('a restricted voucher is made, but not active, and the plan says so', async () => {
    const rule = { code: 'X', name: [], date_from: '2026-01-01 00:00:00', date_to: '2027-01-01 00:00:00', active: '1' };
    const open = item('1', { ...rule, country_restriction: '0' });
    const bound = item('2', { ...rule, code: 'Y', country_restriction: '1' });
    const vouchers = stage('cart_rules');
    expect([vouchers.losses?.(open), vouchers.losses?.(bound).length]).toEqual([[], 1]);
    const texts = { name: [{ id: 1, value: 'Voucher' }] };
    for (const one of [open, bound])
      await vouchers.put([{ ...one, body: { ...one.body, ...texts } }], context({ 'languages 1': '1' }));
    expect(rows('cart_rules').map((row) => [row['code'], row['active']])).toEqual([
      ['X', '1'],
      ['Y', '0'],
    ]);
  });

  it('a right that is missing is named with the boxes to tick', async () => {
    sandbox.faults.set({ denied: { order_histories: ['DELETE', 'PATCH'], stock_availables: 'all' } });
    const missing = (await intakeOf(open(sandbox)).rights()).filter(({ state }) => state === 'missing');
    expect(missing.map(({ subject, message }) => [subject, message])).toEqual([
      ['order_histories', 'The key may not PATCH, DELETE "order_histories".'],
      ['stock_availables', 'The key may not GET, PATCH "stock_availables".'],
    ]);
  });
});

it('a second account of one e-mail becomes the first, so that its orders have a buyer', async () => {
  const known = context({ 'groups 3': '3', 'languages 1': '1' });
  const person = { firstname: 'Ada', lastname: 'Byron', email: 'ada@example.test', id_default_group: 3, id_lang: 1 };
  const customers = stage('customers');
  const [first] = await customers.put(
    [item('1', { ...person, is_guest: '0', date_add: '2024-05-01 10:00:00' })],
    known,
  );
  const [second] = await customers.put([item('2', { ...person, lastname: 'King', is_guest: '1' })], known);
  expect(second?.targetId).toBe(first?.targetId);
  const stored = rows('customers').find((row) => row['email'] === 'ada@example.test');
  expect(stored).toMatchObject({ lastname: 'Byron', date_add: '2024-05-01 10:00:00' });
});

it('ids of the source are told by what stands for them', () => {
  const known = new Map([
    ['products 12', '70'],
    ['combinations 34', '81'],
    ['carrier_references 2', '5'],
  ]);
  const placed = (kind: string, id: string): string | null => known.get(`${kind} ${id}`) ?? null;
  expect(externalId('Product', '12', placed)).toBe('70');
  expect(externalId('Variant', '12-0', placed)).toBe('70-0');
  expect(externalId('Variant', '12-34', placed)).toBe('70-81');
  expect(externalId('Variant', '12-35', placed)).toBeNull();
  expect(externalId('Carrier', '2', placed)).toBe('5');
  expect(externalId('Shipment', '2', placed)).toBeNull();
});

it('every expected difference has a reason in both languages', () => {
  for (const { path, reason } of EXPECTED) expect([path, reason.en && reason.fr]).not.toEqual([path, '']);
});

it.each([
  ['20', '20.000', true],
  ['0', '', true],
  [true, '1', true],
  ['a', 'a ', true],
  ['1', '', false],
  ['20', 'twenty', false],
  [
    new Map([['1', 'x']]),
    [
      { id: 1, value: 'x' },
      { id: 2, value: 'y' },
    ],
    true,
  ],
  [new Map([['1', 'x']]), [{ id: 1, value: 'z' }], false],
])('%s and %j are the same: %s', (sent, stored, same) => {
  expect(sameValue(sent, stored)).toBe(same);
});

it('one word in common is enough for what an installation says in its own words', () => {
  const texts = new Map([
    ['1', 'Paid'],
    ['2', 'Payé'],
  ]);
  expect(
    sharesText(texts, [
      { id: 1, value: 'Payment' },
      { id: 2, value: 'Payé' },
    ]),
  ).toBe(true);
  expect(sharesText(texts, [{ id: 1, value: 'Payment' }])).toBe(false);
});

/** What a rebuild into a real PrestaShop 9.1.4 brought to light, and the sandbox has taken over from it. */
import { PermanentError, type IntakeContext, type IntakeItem, type IntakeStage } from '#sdk';
import { accessTo } from '../commands/access.ts';
import type { PrestashopSandbox } from '../sandbox/index.ts';
import { settingsSchema } from '../settings.ts';
import { TestMirror, testTools } from '../test-brick.ts';
import { openWebservice } from '../webservice.ts';
import { ANONYMOUS } from './contents.ts';
import { EXPECTED } from './expected.ts';
import { silence, speakAgain } from './mail-silence.ts';
import { refusingAtLast } from './not-taken.ts';
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

function context(placed: Record<string, string> = {}): IntakeContext {
  return {
    plan: 'plan-1',
    placed: (kind, id) => placed[`${kind} ${id}`] ?? null,
    source: () => Promise.resolve([]),
    children: () => Promise.resolve([]),
    blob: () => Promise.resolve(null),
    target: new TestMirror(),
    now: NOW,
    signal: new AbortController().signal,
  };
}

const item = (id: string, body: IntakeItem['body']): IntakeItem => ({ id, body: { id: Number(id), ...body } });
const rows = (resource: string): ({ id: number } & Record<string, unknown>)[] =>
  sandbox.state.resources[resource] ?? [];
const setting = (name: string): Record<string, unknown> | undefined =>
  rows('configurations').find((row) => row['name'] === name);
const everywhere = (value: string): object[] => rows('languages').map(({ id }) => ({ id, value }));

describe('the installer’s rows without dates', () => {
  it('are changed all the same', async () => {
    expect(setting('PS_SHIPPING_HANDLING')).toMatchObject({ date_add: '0000-00-00 00:00:00', value: '2' });
    const settings = stage('configurations');
    const wanted = item('5', { name: 'PS_SHIPPING_HANDLING', value: '7' });
    const id = (await settings.find(wanted, context())) ?? '';
    await settings.take?.(wanted, id, context());
    expect(setting('PS_SHIPPING_HANDLING')).toMatchObject({ id: Number(id), value: '7' });
  });

  it('do not keep the mail from being silenced, nor from being heard again', async () => {
    const settings = settingsSchema.parse({ url: sandbox.url, key: sandbox.key });
    const access = accessTo(
      { settings, webservice: openWebservice(settings, testTools(NOW)) },
      new AbortController().signal,
    );
    expect(setting('PS_MAIL_METHOD')).toMatchObject({ date_add: '0000-00-00 00:00:00', value: '1' });
    // The setting that keeps the old way is written, and then the shop fails.
    const match = { method: 'POST', resource: 'configurations' };
    sandbox.faults.set({ rules: [{ match, effect: { kind: 'status', status: 500, after: true } }] });
    await silence(access);
    expect(setting('PS_MAIL_METHOD')).toMatchObject({ value: '3' });
    await speakAgain(access);
    expect(setting('PS_MAIL_METHOD')).toMatchObject({ value: '1' });
    expect(setting('MORTAR_MAIL_METHOD')).toBeUndefined();
  });
});

describe('texts of a shop with one language', () => {
  it('are written in every language of the target, and found again', async () => {
    const options = stage('product_options');
    const size = item('4', { name: 'Taille', public_name: 'Taille', group_type: 'select', position: 0 });
    const [placed] = await options.put([size], context());
    const row = rows('product_options').find(({ id }) => String(id) === placed?.targetId);
    expect(rows('languages').length).toBeGreaterThan(1);
    expect(row).toMatchObject({ name: everywhere('Taille'), public_name: everywhere('Taille') });
    expect(await stage('product_options').find(size, context())).toBe(placed?.targetId);
  });

  it('find what the installation calls so in one of its languages', async () => {
    const paid = rows('order_states').find(({ id }) => id === 2);
    const french = (paid?.['name'] as { id: number; value: string }[])[1]?.value ?? '';
    const state = item('31', { name: french, module_name: '', template: '' });
    expect(await stage('order_states').find(state, context())).toBe('2');
    expect(await stage('order_states').find(item('32', { ...state.body, name: 'Autre' }), context())).toBeNull();
  });
});

it('the account of the forgotten becomes the installation’s own, with one address', async () => {
  const before = { customers: rows('customers').length, addresses: rows('addresses').length };
  const person = { firstname: 'Anonymous', lastname: 'Anonymous', email: ANONYMOUS, id_default_group: 3, id_lang: 1 };
  const known = { 'groups 3': '3', 'languages 1': '1' };
  const forgotten = item('9', { ...person, is_guest: '0', active: '0', date_add: '2021-05-01 10:00:00' });
  const [customer] = await stage('customers').put([forgotten], context(known));
  const own = rows('customers').find(({ email }) => email === ANONYMOUS);
  expect(own).toMatchObject({ id: Number(customer?.targetId), date_add: '2021-05-01 10:00:00' });
  const { id: _, ...address } = rows('addresses').find((row) => row['alias'] === 'Anonymous') ?? { id: 0 };
  const country = String(address['id_country' as keyof typeof address]);
  const [placed] = await stage('addresses').put(
    [item('12', { ...(address as IntakeItem['body']), id_customer: 9, id_country: 8 })],
    context({ ...known, 'customers 9': String(own?.id), 'countries 8': country }),
  );
  expect(placed?.targetId).toBe(String(rows('addresses').find((row) => row['alias'] === 'Anonymous')?.id));
  expect({ customers: rows('customers').length, addresses: rows('addresses').length }).toEqual(before);
});

it('a rule of the installation for the same place takes the rate of the source', async () => {
  const [rule, other] = [rows('tax_rules')[0], rows('taxes').at(-1)];
  const place = { id_country: 8, id_state: 0, zipcode_from: '0', zipcode_to: '0', behavior: 0, description: '' };
  const known = context({
    'tax_rule_groups 1': String(rule?.['id_tax_rules_group']),
    'countries 8': String(rule?.['id_country']),
    'taxes 4': String(other?.id),
  });
  const wanted = item('77', { ...place, id_tax_rules_group: 1, id_tax: 4 });
  const rules = stage('tax_rules');
  expect(Number(rule?.['id_tax'])).not.toBe(other?.id);
  expect(await rules.find(wanted, known)).toBe(String(rule?.id));
  await rules.take?.(wanted, String(rule?.id), known);
  expect(Number(rows('tax_rules')[0]?.['id_tax'])).toBe(other?.id);
});

it('features, options and tags are made one after the other: the shop lists them by their ids', () => {
  for (const kind of ['product_features', 'product_options', 'tags']) {
    const { lane } = stage(kind);
    expect([kind, lane?.(item('1', { name: 'a' }))]).toEqual([kind, lane?.(item('2', { name: 'b' })) ?? 'none']);
  }
});

it('what the installation has more, and line ends, are expected differences', () => {
  const expects = (path: string, source: string | undefined, target: string): boolean =>
    EXPECTED.some((one) => one.path === path && (one.allows?.(source, target) ?? true));
  expect(expects('Variant.taxRates', undefined, '5.5')).toBe(true);
  expect(expects('Variant.taxRates', '7', '5.5')).toBe(false);
  expect(expects('Product.description', '<p>a</p>\r\n<p>b</p>', '<p>a</p>\n<p>b</p>')).toBe(true);
  expect(expects('Product.description', '<p>a</p>', '<p>b</p>')).toBe(false);
});

it('pictures of stores are left out with them', () => {
  const { wants } = stage('images');
  expect(wants?.(item('stores/1', { sha256: 'a' }))).toMatchObject({
    en: expect.any(String) as string,
    fr: expect.any(String) as string,
  });
  expect(wants?.(item('products/1/2', { sha256: 'a' }))).toBe(true);
});

it('a record on which the shop fails whatever the day is refused, where it would be waited for for ever', async () => {
  const taxes = refusingAtLast(stage('taxes'));
  const tax = item('1', { name: 'TVA', rate: '20.000', active: '1' });
  const match = { method: 'POST', resource: 'taxes' };
  sandbox.faults.set({ rules: [{ match, effect: { kind: 'status', status: 500 } }] });
  const failures: [string, boolean][] = [];
  for (let tries = 0; tries < 5; tries += 1)
    await taxes.put([tax], context({ 'languages 1': '1', 'languages 2': '2' })).catch((error: unknown) => {
      failures.push([(error as { code: string }).code, error instanceof PermanentError]);
    });
  expect(failures).toEqual([
    ...Array<[string, boolean]>(4).fill(['BRICK_SERVER_ERROR', false]),
    ['INTAKE_NOT_TAKEN', true],
  ]);
});

import { PermanentError, type Delivery, type JsonObject } from '#sdk';
import { toError } from '../../connectors/woocommerce/errors.ts';
import { openTarget, type Target } from '../../connectors/woocommerce/intake/target.ts';
import { paragraphsOf } from '../../connectors/woocommerce/intake/words.ts';
import { toKilograms } from '../../connectors/woocommerce/mapper/weight.ts';
import { openMedia, type Media } from '../../connectors/woocommerce/media.ts';
import { openRest, type Rest } from '../../connectors/woocommerce/rest.ts';
import { toBilling } from '../../connectors/woocommerce/order-body.ts';
import { settingsFor, startFreshSandbox } from '../../connectors/woocommerce/sandbox/demo-sandbox.ts';
import type { WooSandbox } from '../../connectors/woocommerce/sandbox/server.ts';
import { settingsSchema } from '../../connectors/woocommerce/settings.ts';
import { shopNow } from '../../connectors/woocommerce/shop-now.ts';
import { eraseCustomer } from '../../connectors/woocommerce/commands/erase-customer.ts';
import { lend, type Lent } from './swap-driver.ts';

/** Each of these was seen on WooCommerce 11.0.1 with WordPress 7.1. */

const NOW = new Date('2026-11-24T00:00:00Z');
const { signal } = new AbortController();

let shop: WooSandbox;
let lent: Lent;
beforeEach(async () => {
  shop = await startFreshSandbox(NOW);
  lent = lend(() => new Date());
});
afterEach(async () => {
  lent.close();
  await shop.close();
});

function opened(more: JsonObject = {}): { rest: Rest; media: Media | null; target: Target } {
  const settings = settingsSchema.parse({ ...settingsFor(shop), ...more });
  const rest = openRest(settings, lent.tools);
  const media = openMedia(settings, lent.tools);
  return { rest, media, target: openTarget(rest, media) };
}

const posts = (): string[] => shop.requests.filter((request) => request.startsWith('POST'));

describe('terms', () => {
  test('WordPress keeps them as HTML: what has an ampersand is found again', async () => {
    const name = 'Belledonne & Fils';
    const made = await opened().target.named('products/brands', name, signal);
    expect(shop.store.get('brands', made)).toMatchObject({ name: 'Belledonne &amp; Fils', slug: 'belledonne-fils' });
    expect(await opened().target.named('products/brands', name, signal)).toBe(made);
    expect(posts()).toHaveLength(1);
  });

  test('to it, capitals and small letters are the same', async () => {
    const made = await opened().target.named('products/tags', 'Bio', signal);
    expect(await opened().target.named('products/tags', 'bio', signal)).toBe(made);
    expect(posts()).toHaveLength(1);
  });

  test('their descriptions have no paragraphs, but empty lines', () => {
    expect(paragraphsOf('<p>Un <b>mot</b></p>\r\n<p class="x">Deux<br />Trois</p>')).toBe(
      'Un <b>mot</b>\n\nDeux\nTrois',
    );
  });
});

test('a picture keeps the name by which it is looked for, whatever its title is', async () => {
  const { media } = opened();
  const file = {
    slug: 'mortar-0123456789abcdef',
    end: 'png',
    bytes: new Uint8Array([1]),
    title: 'Thé vert',
    alt: 'Vert',
  };
  const id = await media?.upload(file, signal);
  expect(await media?.find(file.slug, signal)).toBe(id);
  expect(shop.store.get('media', id ?? 0)).toMatchObject({ title: 'Thé vert', alt: 'Vert' });
  expect(posts()).toHaveLength(1);
});

test('marks of an account bear no underscore: those are dropped without a word', async () => {
  const { rest } = opened();
  const meta_data = ['_mortar_kept', 'mortar_kept'].map((key) => ({ key, value: '{}' }));
  const made = await rest.post('customers', { email: 'ada@example.com', meta_data }, signal);
  const keys = (made['meta_data'] as JsonObject[]).map(({ key }) => key);
  expect(keys).toEqual(['default_password_nag', 'mortar_kept']);
});

test('what is refused with 500 and in words is not tried again', () => {
  const body = JSON.stringify({
    code: 'woocommerce_rest_cannot_create_order_refund',
    message: 'Invalid refund amount.',
  });
  const error = toError({ status: 500, headers: {}, body }, { method: 'POST', path: 'wp-json/wc/v3/orders/1/refunds' });
  expect(error).toBeInstanceOf(PermanentError);
});

test('pounds come back as the kilograms that they were', () => {
  expect(toKilograms('1.748265739727', 'lbs')).toBe('0.793');
});

test('what is written is in the language that the settings name', async () => {
  expect((await shopNow(opened({ language: 'de-DE' }).rest, signal)).shop.language).toBe('de-DE');
  expect((await shopNow(opened().rest, signal)).shop.language).toBe('fr-FR');
});

describe('a person who is erased', () => {
  const delivery = { signal, externalId: () => Promise.resolve(known) } as unknown as Delivery;
  let known: string | null = null;

  test('has no account, and no name in their orders; a second time finds nothing more', async () => {
    const { rest } = opened();
    const { id: person } = await rest.post('customers', { email: 'ada@example.com', first_name: 'Ada' }, signal);
    known = String(Number(person));
    const billing = { first_name: 'Ada', last_name: 'Rey', city: 'Grenoble', country: 'FR', email: 'ada@example.com' };
    const kept = { key: '_mortar_kept', value: JSON.stringify({ note: 'Chez Ada', reference: 'ABC' }) };
    const order = { customer_id: Number(person), status: 'processing', billing, customer_note: 'Chez Ada' };
    const made = await rest.post('orders', { ...order, meta_data: [kept] }, signal);
    expect(shop.store.rows('notes')).toHaveLength(1);
    const erased = await eraseCustomer(rest)({ customer: 'person_1' }, delivery);
    expect(erased.touched).toEqual([
      { kind: 'customers', ids: [known] },
      { kind: 'orders', ids: [String(Number(made['id']))] },
    ]);
    const left = JSON.stringify([shop.store.rows('orders'), shop.store.rows('customers'), shop.store.rows('notes')]);
    expect(left).not.toMatch(/ada|rey|grenoble/i);
    expect(left).toContain('"country":"FR"');
    expect(left).toContain('ABC');
    expect((await eraseCustomer(rest)({ customer: 'person_1' }, delivery)).touched).toEqual([
      { kind: 'customers', ids: [known] },
      { kind: 'orders', ids: [] },
    ]);
  });

  test('whom the hub does not know is not said to be erased', async () => {
    known = null;
    await expect(eraseCustomer(opened().rest)({ customer: 'person_2' }, delivery)).rejects.toThrow('which account');
  });

  test('an order without an e-mail is taken; an empty one is refused', async () => {
    const { rest } = opened();
    await rest.post('orders', { billing: toBilling({ ...NOBODY }, '') }, signal);
    await expect(rest.post('orders', { billing: { email: '' } }, signal)).rejects.toThrow('refuses');
  });
});

const NOBODY = {
  ...{ firstName: 'A', lastName: 'B', company: null, street: 'C', street2: null, postcode: '38000', city: 'D' },
  ...{ country: 'FR', state: null, phone: null },
};

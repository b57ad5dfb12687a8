import type { RawRecord } from '#sdk';
import { accessTo } from '../commands/access.ts';
import type { Shop } from '../commands/access.ts';
import { keysetPages } from '../reading/keyset.ts';

/** Kinds of which a fresh installation has none. A visitor's basket is no business. */
const EMPTY = [
  'products',
  'combinations',
  'manufacturers',
  'suppliers',
  'product_features',
  'product_options',
  'addresses',
  'orders',
  'cart_rules',
  'specific_prices',
];

/** The account that the privacy module makes for orders of people who were forgotten. */
export const ANONYMOUS = 'anonymous@psgdpr.com';

/** Rows of a page of ids. */
const PAGE = 1000;

/** What the shop holds beyond an installation; its demo catalogue, where it was chosen, counts as content. */
export async function contents(shop: Shop): Promise<readonly { kind: string; count: number }[]> {
  const { signal } = new AbortController();
  const counts: { kind: string; count: number }[] = [];
  for (const kind of EMPTY) {
    // The privacy module's account has an address too.
    const filters = kind === 'addresses' ? { id_customer: '>[0]', alias: '![Anonymous]' } : {};
    counts.push({ kind, count: await countOf(shop, kind, filters, signal) });
  }
  const categories = await countOf(shop, 'categories', { is_root_category: '[0]', id_parent: '>[0]' }, signal);
  const customers = await accessTo(shop, signal).rows('customers', { email: `[${ANONYMOUS}]` });
  const all = await countOf(shop, 'customers', {}, signal);
  return [...counts, { kind: 'categories', count: categories }, { kind: 'customers', count: all - customers.length }];
}

async function countOf(
  { webservice }: Shop,
  resource: string,
  filters: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const ask = (after: number, until: AbortSignal): Promise<RawRecord[]> =>
    webservice.list({ resource, display: ['id'], after, limit: PAGE, filters }, until);
  let count = 0;
  for await (const { records } of keysetPages(ask, { after: 0, signal })) count += records.length;
  return count;
}

import type { MirrorReader } from '../mirror/index.ts';
import type { ShopperOptions } from './shopper-auth.ts';

type Customer = { guest: boolean; active: boolean };

/** The one account that can be used; orders of guests with the same address are not taken for it. */
export function customerOf(
  reader: Pick<MirrorReader, 'facets'>,
  shop: () => string | null,
): ShopperOptions['customer'] {
  return async (by) => {
    const brick = shop();
    if (brick === null) return null;
    const { facets } = reader;
    if ('id' in by) return (await facets.byIds<Customer>('Customer', brick, [by.id])).get(by.id)?.id ?? null;
    const email = by.email.toLowerCase();
    const found = (await facets.byColumn<Customer>('Customer', brick, 'email', [email])).get(email) ?? [];
    const accounts = found.filter(({ facet }) => !facet.guest && facet.active);
    return accounts.length === 1 ? (accounts[0]?.id ?? null) : null;
  };
}

import { createHash, randomBytes } from 'node:crypto';
import type { ShopStore } from '../store.ts';

/** What the shop remembers of one visitor. */
export interface Visit {
  cookie: string;
  item: { product: number; combination: number; quantity: number } | null;
  customer: number;
  address: number;
  carrier: number;
  email: string;
}

const visits = new WeakMap<ShopStore, Map<string, Visit>>();

/** `PrestaShop-…` of the request; null: somebody new. */
export function knownVisit(store: ShopStore, cookie: string): Visit | null {
  const [, value = ''] = /PrestaShop-[0-9a-f]{32}=(visit-[0-9a-f]+)/.exec(cookie) ?? [];
  return visits.get(store)?.get(value) ?? null;
}

export function newVisit(store: ShopStore): Visit {
  const cookie = `visit-${randomBytes(8).toString('hex')}`;
  const visit: Visit = { cookie, item: null, customer: 0, address: 0, carrier: 0, email: '' };
  const all = visits.get(store) ?? new Map<string, Visit>();
  visits.set(store, all.set(cookie, visit));
  return visit;
}

export function tokenOf({ cookie }: Visit): string {
  return createHash('md5').update(cookie).digest('hex');
}

export function cookieOf({ cookie }: Visit): string {
  return `PrestaShop-${'0'.repeat(32)}=${cookie}; expires=Sun, 13 Dec 2026 08:00:00 GMT; Max-Age=1728000; path=/; HttpOnly; SameSite=Lax`;
}

import type { RawRecord, Related } from '#sdk';
import { kept } from './body.ts';
import { shopOf, type Shop } from './mapper/shop.ts';
import { allPages } from './reading/pages.ts';
import { idOf, part, text } from './record.ts';
import type { Rest } from './rest.ts';

const MOST_ROWS = 100;

/** The shop's settings and taxes as they are now, in the mapper's own terms: what is written is what is read back. */
export interface ShopNow {
  shop: Shop;
  related: Related;
}

export async function shopNow(rest: Rest, signal: AbortSignal): Promise<ShopNow> {
  const kinds: Record<string, RawRecord[]> = { settings: [], tax_rates: [], site: [], continents: [] };
  for (const group of ['general', 'products', 'tax']) {
    const { rows } = await rest.list(`settings/${group}`, {}, signal);
    kinds['settings']?.push(...rows.map((body) => ({ id: idOf(body), body })));
  }
  const source = {
    subject: 'taxes',
    rows: MOST_ROWS,
    ask: (query: Parameters<Rest['list']>[1]) => rest.list('taxes', query, signal),
  };
  for await (const { rows } of allPages(source, {})) {
    kinds['tax_rates']?.push(...rows.map((row) => ({ id: idOf(row), body: kept(row) })));
  }
  const environment = part(await rest.get('system_status', { _fields: 'environment' }, signal), 'environment');
  const language = text(environment, 'language')?.replace('_', '-') ?? null;
  kinds['site']?.push({ id: 'site', body: { id: 'site', language } });
  const related = relatedOf(kinds);
  return { shop: shopOf(related), related };
}

function relatedOf(kinds: Readonly<Record<string, RawRecord[]>>): Related {
  const derived = new Map<string, unknown>();
  return {
    children: () => [],
    siblings: () => [],
    all: (kind) => kinds[kind] ?? [],
    get: (kind, id) => kinds[kind]?.find((record) => record.id === id),
    derived<T>(name: string, _kinds: readonly string[], compute: () => T): T {
      if (!derived.has(name)) derived.set(name, compute());
      return derived.get(name) as T;
    },
    hubId: (type, id) => `${type}:${id}`,
    blobUrl: (sha256) => sha256,
  };
}

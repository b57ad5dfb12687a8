import type { BrickIntake, JsonObject, JsonValue } from '#sdk';
import type { FacetReader, FacetRow } from '../../../mirror/index.ts';
import type { MovePlan } from '../plan/plan.ts';
import type { Witnessed } from './report.ts';

const TIMEOUT_MS = 20_000;
const LARGEST_PAGE = 5_000_000;

interface Witnessing {
  intake: BrickIntake;
  plan: MovePlan;
  facets: { source: FacetReader; target: FacetReader };
  /** How many pages. */
  sample: number;
  signal: AbortSignal;
}

/**
 * Looks at public pages as a customer sees them: a mapper that reads wrongly what it wrote wrongly finds nothing, a page
 * does. Names and prices are looked for in what the page says to machines (JSON-LD, og:), then in what it shows.
 */
export async function witness({ intake, plan, facets, sample, signal }: Witnessing): Promise<Witnessed[]> {
  const { publicPage } = intake;
  if (!publicPage || sample === 0) return [];
  const { rows } = await facets.target.page({ type: 'Product', brick: plan.target, first: sample });
  const seen: Witnessed[] = [];
  for (const { row: target } of rows) {
    signal.throwIfAborted();
    const source = (await facets.source.byIds('Product', plan.source, [target.id])).get(target.id);
    const page = await publicPage('Product', target.externalId);
    // What is not sold has no page.
    if (!source || page === null || (source.facet as JsonObject)['active'] !== true) continue;
    seen.push(await look({ hubId: target.id, page }, await expectedOf(source, facets.source, plan), signal));
  }
  return seen;
}

interface Wanted {
  names: string[];
  /** Any of these amounts; empty: the price is not looked for. */
  prices: string[];
  hasImage: boolean;
}

async function expectedOf({ id, facet }: FacetRow, facets: FacetReader, plan: MovePlan): Promise<Wanted> {
  const { name, images, variants } = facet as { name?: JsonObject; images?: JsonValue[]; variants?: string[] };
  const rows = await facets.byIds('Variant', plan.source, variants ?? [id]);
  const prices = [...rows.values()].flatMap(({ facet }) => pricesOf(facet as JsonObject));
  const names = Object.values(name ?? {}).filter((one): one is string => typeof one === 'string' && one !== '');
  return { names, prices, hasImage: (images ?? []).length > 0 };
}

/** Without tax and with each rate: which of them a page shows, the shop decides. */
function pricesOf(variant: JsonObject): string[] {
  const { listPrice, taxRates, priceRules } = variant as {
    listPrice?: { amount?: string } | null;
    taxRates?: Record<string, string>;
    priceRules?: JsonValue[];
  };
  // With rules, what a visitor sees depends on the day, the group and the quantity.
  if (listPrice?.amount === undefined || (priceRules ?? []).length > 0) return [];
  const amount = Number(listPrice.amount);
  const rates = ['0', ...Object.values(taxRates ?? {})];
  return [...new Set(rates.map((rate) => (amount * (1 + Number(rate) / 100)).toFixed(2)))];
}

async function look(
  { hubId, page }: { hubId: string; page: string },
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Witnessed> {
  const html = await fetchPage(page, signal);
  if (html === null) return { hubId, page, state: 'unreachable', lacking: [] };
  const said = plain(html);
  const lacking: string[] = [];
  if (wanted.names.length > 0 && !wanted.names.some((name) => said.includes(folded(name))))
    lacking.push(`name ${wanted.names[0] ?? ''}`);
  if (wanted.prices.length > 0 && !wanted.prices.some((price) => hasPrice(said, price)))
    lacking.push(`price ${wanted.prices.join(' / ')}`);
  if (wanted.hasImage && !/<img\b|og:image|"image"/i.test(html)) lacking.push('image');
  return { hubId, page, state: lacking.length === 0 ? 'seen' : 'differs', lacking };
}

async function fetchPage(page: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(page, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
    if (!response.ok) return null;
    const bytes = await response.arrayBuffer();
    return new TextDecoder().decode(bytes.slice(0, LARGEST_PAGE));
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Everything that the page says: attributes and scripts, too, since both sides look there. */
function plain(html: string): string {
  const text = html
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff)))
    .replace(/&([a-z]+);/gi, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole);
  return folded(text);
}

function folded(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
}

/** `19.9`, `19.90` or `19,90`, and not as a part of another number. */
function hasPrice(said: string, price: string): boolean {
  const [whole = '', cents = ''] = price.split('.');
  const tail = cents.endsWith('0') ? `${cents.slice(0, 1)}0?` : cents;
  const optional = cents === '00' ? `(?:[.,]0{1,2})?` : `[.,]${tail}`;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '[  .,]?');
  return new RegExp(`(?<![\\d.,])${grouped}${optional}0*(?!\\d)`).test(said);
}

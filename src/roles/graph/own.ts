/**
 * What a shopper may see in one request: their own customer, and what hangs on it. Objects are remembered as they are
 * handed out, so that no path to somebody else's record is taken for one's own.
 */
const handedOut = new WeakMap<object, WeakSet<object>>();

/** Remembers what was reached from one's own record. */
export function remember(context: object, value: unknown): void {
  const own = handedOut.get(context) ?? new WeakSet();
  handedOut.set(context, own);
  for (const one of Array.isArray(value) ? value : [value]) {
    if (typeof one === 'object' && one !== null) own.add(one as object);
  }
}

export function isOwn(context: object, source: unknown): boolean {
  return typeof source === 'object' && source !== null && (handedOut.get(context)?.has(source) ?? false);
}

/** Where a value says itself whose it is, as whoever counts people names them; null: nobody's. */
export const ABOUT = Symbol('about');

/** Whom a record is about: a customer's own id, or that of the customer whom it names. */
export function personOf(type: string, value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (ABOUT in value) return typeof value[ABOUT] === 'string' ? value[ABOUT] : null;
  if (type === 'Customer') return 'id' in value && typeof value.id === 'string' ? value.id : null;
  const facet = 'facet' in value ? value.facet : null;
  if (typeof facet !== 'object' || facet === null || !('customer' in facet)) return null;
  return typeof facet.customer === 'string' ? facet.customer : null;
}

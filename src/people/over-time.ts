import { setImmediate } from 'node:timers/promises';
import type { CustomerFacet, LoyaltyCardFacet, OrderFacet, SaleFacet, TillCustomerFacet } from '#sdk';
import type { FacetReader, FacetRow, PersonDesk, Where } from '../mirror/index.ts';

const PAGE = 200;

interface Looking {
  facets: FacetReader;
  desk: Pick<PersonDesk, 'erasedAmong'>;
  /** Names of all bricks, and of those that are shops. */
  bricks: readonly string[];
  shops: readonly string[];
}

/**
 * Customers of whom nothing was heard since `before`, by hub id, each once: their last order or sale is older; or they
 * never bought, and last changed before it. Those who were erased are left out.
 */
export async function* quietCustomers(looking: Looking, before: string): AsyncGenerator<string> {
  const { facets, bricks } = looking;
  const given = new Set<string>();
  const isQuiet: Where[] = bricks.map((brick) => ({
    not: [{ some: { type: 'Sale', brick, column: 'customer', where: [{ column: 'sold_at', atLeast: before }] } }],
  }));
  for (const brick of bricks) {
    const where = [{ column: 'placed_at', atLeast: before }];
    isQuiet.push({ not: [{ some: { type: 'Order', brick, column: 'customer', where } }] });
  }
  const places = (['Customer', 'TillCustomer'] as const).flatMap((type) => bricks.map((brick) => ({ type, brick })));
  for (const place of places) {
    for await (const rows of pages(facets, { ...place, where: isQuiet })) {
      const ids = rows.map(({ id }) => id).filter((id) => !given.has(id));
      const gone = new Set(await looking.desk.erasedAmong(ids));
      const heard = await lastHeard(looking, ids);
      for (const id of ids) {
        const at = heard.get(id);
        if (gone.has(id) || at === undefined || at >= before) continue;
        given.add(id);
        yield id;
      }
    }
  }
}

/** Orders of the shops that belong to no customer and were placed before that, by hub id. */
export async function* oldGuestOrders({ facets, desk, shops }: Looking, before: string): AsyncGenerator<string> {
  const where: Where[] = [
    { column: 'customer', isNull: true },
    { column: 'placed_at', below: before },
  ];
  for (const brick of shops) {
    for await (const rows of pages(facets, { type: 'Order', brick, where })) {
      const ids = rows.map(({ id }) => id);
      const gone = new Set(await desk.erasedAmong(ids));
      yield* ids.filter((id) => !gone.has(id));
    }
  }
}

async function* pages(
  facets: FacetReader,
  query: { type: string; brick: string; where: readonly Where[] },
): AsyncGenerator<FacetRow[]> {
  for (let after: string | undefined; ;) {
    const page = await facets.page({ ...query, first: PAGE, ...(after === undefined ? {} : { after }) });
    yield page.rows.map(({ row }) => row);
    after = page.rows.at(-1)?.cursor;
    if (!page.hasNext || after === undefined) return;
    // Others have their turn.
    await setImmediate();
  }
}

/** RFC 3339 by customer. What says no time of its own counts from when the hub saw it. */
async function lastHeard({ facets, bricks }: Looking, ids: readonly string[]): Promise<Map<string, string>> {
  const bought = new Map<string, string>();
  const known = new Map<string, string>();
  for (const brick of bricks) {
    for (const [id, rows] of await facets.byColumn<OrderFacet>('Order', brick, 'customer', ids))
      for (const { facet, seenAt } of rows) later(bought, id, facet.placedAt ?? facet.updatedAt ?? seenAt);
    for (const [id, rows] of await facets.byColumn<SaleFacet>('Sale', brick, 'customer', ids))
      for (const { facet } of rows) later(bought, id, facet.soldAt);
    for (const [id, { facet, seenAt }] of await facets.byIds<CustomerFacet>('Customer', brick, ids))
      later(known, id, facet.updatedAt ?? facet.createdAt ?? seenAt);
    for (const [id, { seenAt }] of await facets.byIds('TillCustomer', brick, ids)) later(known, id, seenAt);
    for (const [id, at] of await soldOnCards(facets, brick, ids)) later(bought, id, at);
  }
  return new Map([...known, ...bought]);
}

/** The last sales on cards of theirs, of which tickets say no customer. */
async function soldOnCards(facets: FacetReader, brick: string, ids: readonly string[]): Promise<Map<string, string>> {
  const holders = new Map<string, string>();
  for (const [id, rows] of await facets.byColumn<LoyaltyCardFacet>('LoyaltyCard', brick, 'customer', ids))
    for (const { facet } of rows) holders.set(facet.number, id);
  for (const [id, { facet }] of await facets.byIds<TillCustomerFacet>('TillCustomer', brick, ids))
    if (facet.loyaltyNumber) holders.set(facet.loyaltyNumber, id);
  const times = new Map<string, string>();
  if (holders.size === 0) return times;
  for (const [number, rows] of await facets.byColumn<SaleFacet>('Sale', brick, 'loyalty_number', [...holders.keys()])) {
    const id = holders.get(number);
    if (id !== undefined) for (const { facet } of rows) later(times, id, facet.soldAt);
  }
  return times;
}

function later(times: Map<string, string>, id: string, said: string): void {
  const at = new Date(said).toISOString();
  const before = times.get(id);
  if (before === undefined || before < at) times.set(id, at);
}

import type { FacetReader, FollowedKind, PersonDesk } from '../mirror/index.ts';

/** By the names of the answer, the facets that name a Customer: their type, and the column; null: they are one. */
const PARTS = {
  customers: ['Customer', null],
  tillCustomers: ['TillCustomer', null],
  orders: ['Order', 'customer'],
  sales: ['Sale', 'customer'],
  loyaltyCards: ['LoyaltyCard', 'customer'],
} as const;

/** Who read what of a person, where that is written down. */
export type ReadersOf = (customer: string) => Promise<readonly object[]>;

interface ExportParts {
  facets: FacetReader;
  desk: Pick<PersonDesk, 'personRevisions' | 'personMessages' | 'erasure'>;
  bricks: readonly string[];
  follows: readonly FollowedKind[];
  readers: ReadersOf | undefined;
}

/** All that the hub holds of a person, over all bricks: what queries show, and what the bricks said, every version. */
export async function exportOf(parts: ExportParts, customer: string, at: Date): Promise<object> {
  const { facets, desk, bricks, follows, readers } = parts;
  const shown: Record<string, object[]> = {};
  const orders: { brick: string; id: string; invoices: string[] }[] = [];
  for (const [name, [type, column]] of Object.entries(PARTS)) {
    shown[name] = [];
    for (const brick of bricks) {
      const found = column
        ? ((await facets.byColumn(type, brick, column, [customer])).get(customer) ?? [])
        : [...(await facets.byIds(type, brick, [customer])).values()];
      shown[name].push(...found);
      if (type === 'Order') for (const { id, facet } of found) orders.push({ brick, id, ...(facet as Invoiced) });
    }
  }
  const invoices: object[] = [];
  const shipments: object[] = [];
  for (const { brick, id, invoices: ids } of orders) {
    invoices.push(...(await facets.byIds('Invoice', brick, ids)).values());
    for (const other of bricks)
      shipments.push(...((await facets.byColumn('Shipment', other, 'order_id', [id])).get(id) ?? []));
  }
  return {
    ...{ customer, exportedAt: at.toISOString(), ...shown, invoices, shipments },
    records: await desk.personRevisions(customer, follows),
    messages: await desk.personMessages(customer),
    readBy: readers ? await readers(customer) : null,
    erasure: await desk.erasure(customer),
  };
}

interface Invoiced {
  invoices: string[];
}

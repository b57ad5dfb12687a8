import type { PurchaseOrderFacet, PurchaseOrderStatus, SupplierFacet } from '#sdk';
import type { KitSource } from '../source.ts';
import { allOf, pagesOf } from './reading.ts';

const OPEN: readonly PurchaseOrderStatus[] = ['DRAFT', 'CONFIRMED', 'EXPECTED', 'PARTIAL'];

/** Who supplies: by the warehouses, and those whom only articles of a shop name. */
export async function suppliersOf(
  { facets, warehouses, state }: KitSource,
  namedByShops: Iterable<string>,
): Promise<SupplierFacet[]> {
  const key = (name: string): string => name.trim().toLocaleLowerCase(state.locale);
  const found = new Map<string, SupplierFacet>();
  for (const name of namedByShops) found.set(key(name), { name, code: null, email: null, address: null });
  for (const brick of warehouses)
    for (const { facet } of await allOf<SupplierFacet>(facets, { type: 'Supplier', brick }))
      found.set(key(facet.name), facet);
  const { compare } = new Intl.Collator(state.locale);
  return [...found.values()].sort((a, b) => compare(a.name, b.name));
}

export interface OpenPurchase {
  purchase: PurchaseOrderFacet;
  supplier: string;
}

/** What is ordered from suppliers and has not come in full. */
export async function* openPurchases({ facets, warehouses }: KitSource): AsyncGenerator<OpenPurchase[]> {
  for (const brick of warehouses) {
    const where = [{ column: 'status', in: OPEN }];
    const orderBy = { column: 'updated_at', descending: true };
    for await (const rows of pagesOf<PurchaseOrderFacet>(facets, { type: 'PurchaseOrder', brick, where, orderBy })) {
      const ids = [...new Set(rows.flatMap(({ facet: { supplier } }) => (supplier === null ? [] : [supplier])))];
      const suppliers = await facets.byIds<SupplierFacet>('Supplier', brick, ids);
      yield rows.map(({ facet }) => ({
        purchase: facet,
        supplier: (facet.supplier && suppliers.get(facet.supplier)?.facet.name) || '',
      }));
    }
  }
}

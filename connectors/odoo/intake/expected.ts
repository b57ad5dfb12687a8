import type { DifferenceAt, ExpectedDifference, FulfilmentFacets, JsonObject, JsonValue } from '#sdk';

const reservesItself = {
  en: 'Odoo reserves by itself, and counts as incoming what its own purchase orders await.',
  fr: 'Odoo réserve lui-même, et compte en attente ce que ses propres achats attendent.',
};
const itsOwn = { en: 'Odoo gives numbers and states of its own.', fr: 'Odoo donne ses propres numéros et états.' };
const restOnly = {
  en: 'Only what was not sent or received yet was brought.',
  fr: 'Seul ce qui restait à expédier ou à recevoir a été repris.',
};
const notKept = { en: 'Odoo has no such field.', fr: 'Odoo n’a pas ce champ.' };
const oneName = { en: 'Odoo keeps one name.', fr: 'Odoo n’a qu’un champ nom.' };
const oneLine = { en: 'The address came as one line.', fr: 'L’adresse est venue en une ligne.' };

const tillLater = {
  en: 'Odoo shows a store once its till is set up.',
  fr: 'Odoo montre un magasin une fois sa caisse configurée.',
};
const oneReceives = {
  en: 'In Odoo a purchase order names the warehouse that receives it.',
  fr: 'Dans Odoo, une commande fournisseur nomme l’entrepôt qui la reçoit.',
};

const oneReference = {
  en: 'An order that had a number only has it as its reference.',
  fr: 'Une commande qui n’avait qu’un numéro l’a comme référence.',
};

const isEmptyLevel = (level: JsonValue | undefined): boolean =>
  typeof level === 'object' && level !== null && !Array.isArray(level) && level['onHand'] === 0;

/** What differs after a swap into Odoo, and why that is right. */
export const EXPECTED: readonly ExpectedDifference[] = [
  { path: 'Location.code', reason: itsOwn },
  { path: 'Location.kind', reason: notKept },
  { path: 'Store.code', reason: itsOwn },
  // The hub goes on showing it until then.
  { path: 'Store', reason: tillLater, allows: (_, target) => target === undefined },
  { path: 'StockItem.available', reason: reservesItself },
  { path: 'StockItem.incoming', reason: reservesItself },
  // Where nothing lies and something is awaited.
  {
    path: 'StockLevel',
    reason: reservesItself,
    allows: (source, target) => source === undefined && isEmptyLevel(target),
  },
  { path: 'StockLevel.reserved', reason: reservesItself },
  { path: 'StockLevel.available', reason: reservesItself },
  { path: 'StockLevel.incoming', reason: reservesItself },
  { path: 'StockLevel.shelf', reason: notKept },
  { path: 'Supplier.address', reason: oneLine },
  { path: 'TillCustomer.firstName', reason: oneName },
  { path: 'TillCustomer.lastName', reason: oneName },
  { path: 'LoyaltyCard.level', reason: notKept },
  { path: 'LoyaltyCard.updatedAt', reason: itsOwn },
  { path: 'FulfilmentOrder.number', reason: itsOwn },
  {
    path: 'FulfilmentOrder.reference',
    reason: oneReference,
    fits: ({ source, target, facets }) => source === null && target === facets.source?.['number'],
  },
  { path: 'FulfilmentOrder.shop', reason: notKept },
  { path: 'FulfilmentOrder.status', reason: itsOwn, allows: (_, target) => target === 'OPEN' },
  { path: 'FulfilmentOrder.statusLabel', reason: itsOwn },
  { path: 'FulfilmentOrder.location', reason: itsOwn },
  { path: 'FulfilmentOrder.batch', reason: notKept },
  { path: 'FulfilmentOrder.lines.name', reason: itsOwn },
  { path: 'FulfilmentOrder.lines.reserved', reason: reservesItself },
  { path: 'FulfilmentOrder.lines.shelf', reason: notKept },
  { path: 'FulfilmentOrder.lines', reason: restOnly, fits: ({ facets }) => isRest(facets, 'toShip') },
  { path: 'PurchaseOrder.reference', reason: itsOwn },
  { path: 'PurchaseOrder.status', reason: itsOwn, allows: (_, target) => target !== 'CANCELLED' },
  { path: 'PurchaseOrder.statusLabel', reason: itsOwn },
  { path: 'PurchaseOrder.createdAt', reason: itsOwn },
  { path: 'PurchaseOrder.updatedAt', reason: itsOwn },
  { path: 'PurchaseOrder.location', reason: oneReceives, allows: (source) => source === null },
  { path: 'PurchaseOrder.total', reason: restOnly },
  { path: 'PurchaseOrder.lines', reason: restOnly, fits: ({ facets }) => isRest(facets, 'awaited') },
  { path: 'PurchaseOrder.lines.name', reason: itsOwn },
  { path: 'PurchaseOrder.lines.supplierSku', reason: notKept },
  { path: 'PurchaseOrder.lines.packQuantity', reason: notKept },
];

type Line = FulfilmentFacets['FulfilmentOrder']['lines'][number] & FulfilmentFacets['PurchaseOrder']['lines'][number];

/** Whether the target has of each article what is still to be sent or received, and no more. */
function isRest({ source, target }: DifferenceAt['facets'], of: 'toShip' | 'awaited'): boolean {
  const rest = (facet: JsonObject | null): string => {
    const pieces = new Map<string, number>();
    for (const line of (facet?.['lines'] ?? []) as unknown as Line[]) {
      const count = of === 'toShip' ? line.toShip : line.quantity - line.received;
      // A price that is another is another line.
      const key = `${line.variant ?? line.sku} ${String(Number(line.price?.amount ?? 0))}`;
      if (count > 0) pieces.set(key, (pieces.get(key) ?? 0) + count);
    }
    return JSON.stringify([...pieces].sort(([one], [other]) => (one < other ? -1 : 1)));
  };
  return rest(source) === rest(target);
}

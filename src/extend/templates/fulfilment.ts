import type { RoleTemplate } from './index.ts';

/** A warehouse with stocks. */
export const FULFILMENT: RoleTemplate = {
  kind: 'stocks',
  imports: 'Projected, RawRecord',
  rows: [
    { id: 'TENT-2P', name: 'Tente 2 places 🏕', barcode: '3760000000017', onHand: 12, reserved: 2 },
    { id: 'MUG-01', name: 'Mug émaillé', barcode: null, onHand: 80, reserved: 0 },
    { id: 'LAMP-3', name: 'Lampe frontale', barcode: null, onHand: 0, reserved: 0 },
  ],
  mapper: `interface Stock {
  id: string;
  name: string;
  barcode: string | null;
  onHand: number;
  reserved: number;
}

export const aggregates: readonly Aggregate[] = [
  { root: 'stocks', reads: [], project: (record, { hubId }) => toFacets(record, hubId) },
];

/** From the vendor's words to the role's: the item, what lies in the one warehouse, and the warehouse itself. */
export function toFacets({ id, body }: RawRecord, hubId: (type: string, externalId: string) => string): Projected[] {
  const { name, barcode, onHand, reserved } = body as unknown as Stock;
  const available = onHand - reserved;
  const item = { sku: id, gtin: barcode, name, active: true, onHand, available, incoming: 0 };
  const place = { variant: hubId('Variant', id), sku: id, location: hubId('Location', 'main') };
  const warehouse = { name: 'Main', code: null, kind: 'warehouse', active: true };
  const level = { ...place, onHand, reserved, available, incoming: 0, shelf: null };
  const facets: Projected[] = [
    { type: 'StockItem', externalId: id, facet: item },
    { type: 'StockLevel', externalId: \`\${id}/main\`, facet: level },
  ];
  // The warehouse is told once, by the first item.
  return id === 'TENT-2P' ? [...facets, { type: 'Location', externalId: 'main', facet: warehouse }] : facets;
}
`,
};

import type { RoleTemplate } from './index.ts';

/** A till with tickets. */
export const TILL: RoleTemplate = {
  kind: 'tickets',
  imports: 'RawRecord, SaleFacet',
  stream: ', appendOnly: true',
  rows: [
    {
      id: 1,
      number: 'T-1',
      till: 'A',
      at: '2026-10-30T09:12:00Z',
      sku: 'TENT-2P',
      name: 'Tente 2 places 🏕',
      quantity: 1,
      total: '129.00',
    },
    {
      id: 2,
      number: 'T-2',
      till: 'A',
      at: '2026-10-30T09:40:00Z',
      sku: 'MUG-01',
      name: 'Mug émaillé',
      quantity: 2,
      total: '19.80',
    },
    {
      id: 3,
      number: 'T-3',
      till: 'A',
      at: '2026-10-31T17:05:00Z',
      sku: 'MUG-01',
      name: 'Mug émaillé',
      quantity: 1,
      total: '9.90',
    },
  ],
  mapper: `interface Ticket {
  number: string;
  till: string;
  at: string;
  sku: string;
  name: string;
  quantity: number;
  total: string;
}

export const aggregates: readonly Aggregate[] = [
  {
    root: 'tickets',
    reads: [],
    project: (record, { hubId }) => [
      { type: 'Sale', externalId: record.id, facet: toSale(record, (sku) => hubId('Variant', sku)) },
    ],
  },
];

/** From the vendor's words to the role's. */
export function toSale({ body }: RawRecord, variantOf: (sku: string) => string): SaleFacet {
  const { number, till, at, sku, name, quantity, total } = body as unknown as Ticket;
  const totalWithTax = { amount: total, currency: 'EUR' };
  const unknown = { gtin: null, unitPriceWithTax: null, total: null, taxRate: null };
  return {
    number,
    till,
    sequence: Number(number.slice(2)),
    location: null,
    soldAt: new Date(at).toISOString(),
    lines: [{ ...unknown, variant: variantOf(sku), sku, name, quantity, totalWithTax }],
    payments: [],
    total: null,
    totalWithTax,
    customer: null,
    loyaltyNumber: null,
    hash: null,
    session: null,
  };
}
`,
};

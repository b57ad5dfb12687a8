import type { RoleTemplate } from './index.ts';

/** A tool that keeps its edits in a list. */
export const MASS_EDIT: RoleTemplate = {
  kind: 'edits',
  imports: 'BulkEditFacet, RawRecord',
  rows: [
    { id: 1, name: 'Spring prices 🌷', at: '2026-10-30T09:12:00Z', lines: [{ sku: 'TENT-2P', price: '119.00' }] },
    { id: 2, name: 'Mugs', at: '2026-10-31T09:12:00Z', lines: [{ sku: 'MUG-01', price: '8.90' }] },
  ],
  mapper: `interface Edit {
  name: string;
  at: string;
  lines: { sku: string; price: string }[];
}

export const aggregates: readonly Aggregate[] = [
  {
    root: 'edits',
    reads: [],
    project: (record) => [{ type: 'BulkEdit', externalId: record.id, facet: toBulkEdit(record) }],
  },
];

/** From the vendor's words to the role's. */
export function toBulkEdit({ body }: RawRecord): BulkEditFacet {
  const { name, at, lines } = body as unknown as Edit;
  return {
    name,
    direction: 'import',
    idBy: 'prodref',
    receivedAt: new Date(at).toISOString(),
    lines: lines.map(({ sku, price }, index) => ({
      line: index + 1,
      key: { sku },
      values: { price },
      locale: null,
      other: {},
    })),
    failures: [],
    todo: null,
  };
}
`,
};

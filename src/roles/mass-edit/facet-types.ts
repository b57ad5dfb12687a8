import { defineFacetType, type FacetType } from '../../mirror/index.ts';
import { timeColumn } from '../graph/columns.ts';
import type { BulkEditFacet } from './facets.ts';

const bulkEdit = defineFacetType<BulkEditFacet>({
  name: 'BulkEdit',
  role: 'mass-edit',
  columns: {
    direction: { type: 'text', of: ({ direction }) => direction },
    received_at: { type: 'text', of: ({ receivedAt }) => timeColumn(receivedAt) },
    name: { type: 'text', of: ({ name }) => name },
  },
  links: {},
  search: ({ name }) => name,
});

/** How the mass-edit tool's facets are found again. */
export const massEditFacetTypes: readonly FacetType[] = [bulkEdit];

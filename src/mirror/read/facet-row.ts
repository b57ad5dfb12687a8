import type { FacetRow } from '../contract.ts';

/** A row of a facet table as it is selected. */
export interface StoredFacet {
  hub_id: string;
  brick: string;
  external_id: string;
  url: string | null;
  seen_at: string;
  data: string;
}

export const FACET_COLUMNS = 'f.hub_id, f.brick, f.external_id, f.url, f.seen_at, f.data';

export function toFacetRow<Facet>(row: StoredFacet): FacetRow<Facet> {
  return {
    id: row.hub_id,
    brick: row.brick,
    externalId: row.external_id,
    url: row.url,
    seenAt: row.seen_at,
    facet: JSON.parse(row.data) as Facet,
  };
}

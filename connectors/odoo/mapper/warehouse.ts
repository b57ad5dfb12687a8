import type { Aggregate, LocationFacet, Projected, RawRecord, Related, StoreFacet } from '#sdk';
import { flag, text } from '../record.ts';
import { TILL_READS, tills } from './place.ts';

/** A warehouse is a location; one from which a till takes its goods is a store, too. */
export const warehouses: Aggregate = {
  root: 'stock.warehouse',
  reads: TILL_READS,
  project: toFacets,
};

function toFacets({ id, body }: RawRecord, related: Related): Projected[] {
  const externalId = `warehouse/${id}`;
  const name = text(body, 'name') ?? '';
  const code = text(body, 'code');
  const location: LocationFacet = { name, code, kind: 'warehouse', active: flag(body, 'active') };
  const store: StoreFacet = { code, name };
  const hasTill = [...tills(related).values()].some(({ warehouse }) => warehouse === id);
  return [
    { type: 'Location', externalId, facet: location },
    ...(hasTill ? [{ type: 'Store', externalId, facet: store }] : []),
  ];
}

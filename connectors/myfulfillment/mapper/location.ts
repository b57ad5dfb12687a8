import type { Aggregate, LocationFacet } from '#sdk';
import { firstText } from '../record.ts';

/** What a retailer calls the stock of a store. */
const STORE = /boutique|magasin|store|shop/i;

export const locations: Aggregate = {
  root: 'warehouses',
  reads: [],
  project({ id, body }) {
    const name = firstText(body, 'name', 'w_name') ?? id;
    const facet: LocationFacet = {
      name,
      code: firstText(body, 'code', 'w_code'),
      kind: STORE.test(name) ? 'store' : 'warehouse',
      active: !isOff(firstText(body, 'is_active', 'w_is_active')) && body['is_active'] !== false,
    };
    return [{ type: 'Location', externalId: id, facet }];
  },
};

function isOff(flag: string | null): boolean {
  return flag === '0' || flag === 'false';
}

import type { FacetReader } from '../../mirror/index.ts';
import type { KitState } from './state.ts';

/** Where a kit is read from: the mirror, and which brick plays which role. */
export interface KitSource {
  facets: FacetReader;
  shops: readonly string[];
  warehouses: readonly string[];
  tills: readonly string[];
  state: KitState;
}

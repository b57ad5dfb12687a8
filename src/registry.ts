import prestashop from '../connectors/prestashop/index.ts';
import type { Connector } from '#sdk';
import type { FacetType } from './mirror/index.ts';
import { shopFacetTypes } from './roles/shop/facet-types.ts';

export { version } from './version.ts';

/** The vendors' packages that this hub knows. Read by main.ts and by the mirror's writer. */
export const connectors: readonly Connector[] = [prestashop];

/** What the roles say of entities, and how it is found again. */
export const facetTypes: readonly FacetType[] = [...shopFacetTypes];

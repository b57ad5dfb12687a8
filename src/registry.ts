import myfulfillment from '../connectors/myfulfillment/index.ts';
import odoo from '../connectors/odoo/index.ts';
import prestashop from '../connectors/prestashop/index.ts';
import soracaisse from '../connectors/soracaisse/index.ts';
import storeCommander from '../connectors/store-commander/index.ts';
import woocommerce from '../connectors/woocommerce/index.ts';
import type { Connector } from '#sdk';
import { salvage } from './recovery/salvage-connector.ts';
import type { FacetType } from './mirror/index.ts';
import { fulfilmentFacetTypes } from './roles/fulfilment/facet-types.ts';
import { massEditFacetTypes } from './roles/mass-edit/facet-types.ts';
import { shopFacetTypes } from './roles/shop/facet-types.ts';
import { tillFacetTypes } from './roles/till/facet-types.ts';

export { version } from './version.ts';

/** The vendors' packages that this hub knows. Read by main.ts and by the mirror's writer. */
export const connectors: readonly Connector[] = [
  prestashop,
  myfulfillment,
  soracaisse,
  storeCommander,
  odoo,
  woocommerce,
  salvage,
];

/** What the roles say of entities, and how it is found again. */
export const facetTypes: readonly FacetType[] = [
  ...shopFacetTypes,
  ...fulfilmentFacetTypes,
  ...tillFacetTypes,
  ...massEditFacetTypes,
];

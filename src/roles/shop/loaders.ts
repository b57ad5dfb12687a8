import type { FacetLoaders, RowOf } from '../graph/index.ts';
import type { ShopFacets } from './facets.ts';

export type ShopType = keyof ShopFacets;
export type Row<Type extends ShopType> = RowOf<ShopFacets, Type>;
/** Batched reads of one request to the shop subgraph. */
export type ShopLoaders = FacetLoaders<ShopFacets>;

import type { Aggregate } from '#sdk';

/** From a shop's records to the facets of the role shop. */
export const aggregates: readonly Aggregate[] = [];

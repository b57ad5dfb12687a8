import type { FacetType } from '../../mirror/index.ts';
import type { MoveParts } from './parts.ts';
import type { MovePlan } from './plan/plan.ts';

/** Facet types of the roles that both bricks play. */
export function sharedTypes(
  { brick, facetTypes }: Pick<MoveParts, 'brick' | 'facetTypes'>,
  { source, target }: Pick<MovePlan, 'source' | 'target'>,
): FacetType[] {
  const theirs: readonly string[] = brick(target).connector.roles;
  const shared: readonly string[] = brick(source).connector.roles.filter((role) => theirs.includes(role));
  return facetTypes.filter(({ role }) => shared.includes(role));
}

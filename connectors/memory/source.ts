import type { JsonObject, RoleName } from '#sdk';
import { placeOf, type Business } from './business.ts';

/** A thing as it is told: `{ type, id, changedAt, facet }`. */
export type Row = JsonObject & { type: string; id: string; changedAt: string };

/** Where a business is asked: in this process, or behind an address. */
export interface Source {
  /** At most `limit` things of a role behind a place, by place. */
  after(role: RoleName, place: string, limit: number, signal: AbortSignal): Promise<Row[]>;
  ids(role: RoleName, signal: AbortSignal): Promise<string[]>;
  byIds(role: RoleName, ids: readonly string[], signal: AbortSignal): Promise<Row[]>;
}

export function inProcess(business: Business): Source {
  const rows = (role: RoleName): Row[] =>
    business.things(role).map(({ type, id, changedAt, facet }) => ({ type, id, changedAt, facet }));
  return {
    after: (role, place, limit) =>
      Promise.resolve(
        rows(role)
          .filter((row) => placeOf(row) > place)
          .slice(0, limit),
      ),
    ids: (role) => Promise.resolve(rows(role).map(idOf)),
    byIds: (role, ids) => Promise.resolve(rows(role).filter((row) => ids.includes(idOf(row)))),
  };
}

export function idOf({ type, id }: Row): string {
  return `${type}/${id}`;
}

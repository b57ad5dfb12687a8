import type { Projected } from '#sdk';
import { invalid } from '../mirror-error.ts';
import type { Param } from '../sql.ts';
import type { FacetTable } from './facet-table.ts';

/** A facet on its way into its table. */
export interface FacetEntry {
  hubId: string;
  externalId: string;
  url: string | null;
  seenAt: string;
  rootId: string;
  /** JSON of the facet, and of its `provenance` where a mapper tells one; sealed only where it is written. */
  data: string;
  columns: Param[];
  links: LinkRow[];
  /** Its own search text. */
  text: string;
  /** The entity that is found by this text, too. */
  foundAs: { type: string; hubId: string } | null;
}

/** rel, target, n, at, quantity, micros, scope */
export type LinkRow = [string, string, number, string | null, number | null, number | null, string | null];

/** Everything that is stored of a facet, computed from its declaration. */
export function facetEntry(
  table: FacetTable,
  projected: Projected,
  root: { hubId: string; rootId: string; seenAt: string },
): FacetEntry {
  const { type, columns } = table;
  const { facet } = projected;
  return {
    hubId: root.hubId,
    externalId: projected.externalId,
    url: projected.url ?? null,
    seenAt: root.seenAt,
    rootId: root.rootId,
    data: JSON.stringify(projected.provenance ? { ...facet, provenance: projected.provenance } : facet),
    columns: columns.map(([name, column]) => {
      const value = columnValue(`${type.name}.${name}`, column.type, column.of(facet));
      return table.seal ? table.seal.column(name, value) : value;
    }),
    links: linkRows(table, facet),
    text: type.search?.(facet) ?? '',
    foundAs: type.foundAs ? { type: type.foundAs.type, hubId: type.foundAs.of(facet) } : null,
  };
}

function columnValue(name: string, type: 'text' | 'integer', value: string | number | null): Param {
  if (value === null) return null;
  if (type === 'text' ? typeof value === 'string' : Number.isSafeInteger(value)) return value;
  throw inexact(name);
}

function linkRows({ type }: FacetTable, facet: object): LinkRow[] {
  const rows: LinkRow[] = [];
  for (const [rel, linksOf] of Object.entries(type.links)) {
    for (const [n, { target, at, quantity, micros, scope }] of linksOf(facet).entries()) {
      for (const measure of [quantity, micros]) {
        if (measure !== undefined && !Number.isSafeInteger(measure)) throw inexact(`${type.name}.${rel}`);
      }
      rows.push([rel, target, n, at ?? null, quantity ?? null, micros ?? null, scope ?? null]);
    }
  }
  return rows;
}

function inexact(name: string): Error {
  return invalid(
    'FACET_VALUE_INVALID',
    `${name} is neither text nor an integer that can be kept exactly.`,
    'Correct the facet type’s declaration or the connector’s mapper.',
  );
}

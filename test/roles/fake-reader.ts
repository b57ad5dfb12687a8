import { PermanentError } from '#sdk';
import type {
  FacetReader,
  FacetRow,
  HoldRow,
  MirrorReader,
  PageQuery,
  RunRow,
  Where,
} from '../../src/mirror/contract.ts';
import { fold, type FacetLink, type FacetType } from '../../src/mirror/index.ts';
import { shopFacetTypes } from '../../src/roles/shop/facet-types.ts';
import type { ShopFacets } from '../../src/roles/shop/facets.ts';

type Value = string | number | null;

export interface FakeFacet<Type extends keyof ShopFacets = keyof ShopFacets> {
  type: Type;
  id: string;
  brick?: string;
  facet: ShopFacets[Type];
}

/** A mirror in memory: the same answers as the real one, and a list of what was read. */
export class FakeMirror {
  readonly calls: string[] = [];
  readonly facets: FakeFacet[] = [];
  readonly runs: RunRow[] = [];
  readonly holds: HoldRow[] = [];
  /** When set, every read of facets throws it. */
  failure: Error | null = null;

  add<Type extends keyof ShopFacets>(type: Type, id: string, facet: ShopFacets[Type], brick = 'shop-fr'): void {
    this.facets.push({ type, id, facet, brick });
  }

  #rows(type: string, brick: string | null): FacetRow[] {
    return this.facets
      .filter((row) => row.type === type && (brick === null || row.brick === brick))
      .map((row) => toRow(row))
      .sort((a, b) => compare(a.id, b.id));
  }

  #read(name: string): void {
    this.calls.push(name);
    if (this.failure) throw this.failure;
  }

  #matching(query: Omit<PageQuery, 'first'>): FacetRow[] {
    const words = fold(query.search ?? '')
      .split(/\s+/)
      .filter(Boolean);
    return this.#rows(query.type, query.brick)
      .filter((row) => (query.where ?? []).every((where) => holds(query.type, row, where)))
      .filter((row) => words.every((word) => fold(typeOf(query.type).search?.(row.facet) ?? '').includes(word)));
  }

  readonly reader = {
    facets: {
      byIds: async <Facet>(type: string, brick: string, ids: readonly string[]) => {
        this.#read(`byIds ${type}`);
        const rows = this.#rows(type, brick).filter((row) => ids.includes(row.id));
        return new Map(rows.map((row) => [row.id, row as FacetRow<Facet>]));
      },
      byColumn: async <Facet>(type: string, brick: string, column: string, values: readonly string[]) => {
        this.#read(`byColumn ${type}.${column}`);
        const rows = this.#rows(type, brick);
        return new Map(
          values.map((value) => [
            value,
            rows.filter((row) => columnOf(type, column, row) === value) as FacetRow<Facet>[],
          ]),
        );
      },
      linked: async (type, brick, link, targets) => {
        this.#read(`linked ${type}.${link}`);
        const rows = this.#rows(type, brick);
        const to = (target: string) =>
          rows.filter((row) => linksOf(type, link, row).some((one) => one.target === target));
        return new Map(targets.map((target) => [target, to(target).map((row) => row.id)]));
      },
      measured: async (type, brick, link, targets, { from, to }) => {
        this.#read(`measured ${type}.${link}`);
        const all = this.#rows(type, brick).flatMap((row) => linksOf(type, link, row));
        const inPeriod = all.filter(({ at }) => (!from || (at ?? '') >= from) && (!to || (at ?? '') < to));
        const sum = (target: string, key: 'quantity' | 'micros') =>
          inPeriod.filter((one) => one.target === target).reduce((total, one) => total + (one[key] ?? 0), 0);
        return new Map(
          targets.map((target) => [target, { quantity: sum(target, 'quantity'), micros: sum(target, 'micros') }]),
        );
      },
      page: async <Facet>(query: PageQuery) => {
        this.#read(`page ${query.type}`);
        const { orderBy } = query;
        const key = (row: FacetRow) => (orderBy ? columnOf(query.type, orderBy.column, row) : null);
        const sorted = this.#matching(query).sort(
          (a, b) => order(key(a), key(b), orderBy?.descending ?? false) || compare(a.id, b.id),
        );
        const after = query.after === undefined ? null : parseCursor(query.after);
        const rest = after
          ? sorted.filter(
              (row) => (order(key(row), after[0], orderBy?.descending ?? false) || compare(row.id, after[1])) > 0,
            )
          : sorted;
        const rows = rest
          .slice(0, query.first)
          .map((row) => ({ row: row as FacetRow<Facet>, cursor: toCursor(key(row), row.id) }));
        return { rows, hasNext: rest.length > query.first };
      },
      count: async (query) => {
        this.#read(`count ${query.type}`);
        return this.#matching(query).length;
      },
      origins: async (type, ids) => {
        this.#read(`origins ${type}`);
        const rows = this.#rows(type, null);
        return new Map(
          ids.map((id) => [id, rows.filter((row) => row.id === id).map(({ facet: _, ...origin }) => origin)]),
        );
      },
    } satisfies FacetReader,
    runs: async ({ brick, first, after }) =>
      pageOf(
        this.runs.filter((run) => !brick || run.brick === brick),
        first,
        after,
      ),
    holds: async ({ brick, state, first, after }) =>
      pageOf(
        this.holds.filter((hold) => (!brick || hold.brick === brick) && (!state || hold.state === state)),
        first,
        after,
      ),
    latest: async () => [],
    latestIds: async () => [],
    missing: async () => [],
    stream: async () => null,
    streams: async () => [],
    counts: async () => ({ published: 0, recent: { update: 0, delete: 0 } }),
    pending: async () => [],
    due: async () => 0,
    close: async () => undefined,
  } satisfies MirrorReader;
}

function toRow({ id, brick = 'shop-fr', facet }: FakeFacet): FacetRow {
  return {
    id,
    brick,
    externalId: `x-${id}`,
    url: `https://${brick}.example/admin/${id}`,
    seenAt: '2026-11-01T00:00:00.000Z',
    facet,
  };
}

function typeOf(name: string): FacetType {
  const found = shopFacetTypes.find((type) => type.name === name);
  if (!found) throw new Error(`No facet type ${name}`);
  return found;
}

function columnOf(type: string, column: string, row: FacetRow): Value {
  const declared = typeOf(type).columns[column];
  if (!declared) throw new Error(`No column ${type}.${column}`);
  return declared.of(row.facet);
}

function linksOf(type: string, link: string, row: FacetRow): FacetLink[] {
  const links = typeOf(type).links[link];
  if (!links) throw new Error(`No link ${type}.${link}`);
  return links(row.facet);
}

function holds(type: string, row: FacetRow, where: Where): boolean {
  if ('ids' in where) return where.ids.includes(row.id);
  if ('link' in where) return linksOf(type, where.link, row).some(({ target }) => where.to.includes(target));
  const value = columnOf(type, where.column, row);
  if ('isNull' in where) return (value === null) === where.isNull;
  if ('in' in where) return value !== null && where.in.includes(value);
  if (value === null) return false;
  return (where.atLeast === undefined || value >= where.atLeast) && (where.below === undefined || value < where.below);
}

function order(a: Value, b: Value, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return descending ? compare(b, a) : compare(a, b);
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : Number(a > b);
}

function toCursor(key: Value, id: string): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url');
}

function parseCursor(cursor: string): [Value, string] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parsed) && typeof parsed[1] === 'string') return [parsed[0] as Value, parsed[1]];
  } catch {
    // Not one of ours.
  }
  throw new PermanentError({
    code: 'INVALID_CURSOR',
    message: 'This cursor is not one of this list.',
    remedy: 'Start without it.',
  });
}

function pageOf<Row extends { id: string }>(
  rows: Row[],
  first: number,
  after: string | undefined,
): { rows: Row[]; hasNext: boolean } {
  const begin = after === undefined ? 0 : rows.findIndex((row) => row.id === after) + 1;
  return { rows: rows.slice(begin, begin + first), hasNext: rows.length > begin + first };
}

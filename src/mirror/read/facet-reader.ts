import type { FacetPage, FacetReader, FacetRow, PageQuery } from '../contract.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import { invalid } from '../mirror-error.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';
import { facetPage } from './facet-page.ts';
import type { FacetCache } from './facet-cache.ts';
import { FacetRows } from './facet-rows.ts';
import { planCount } from './page-plan.ts';
import { columnType } from './page-query.ts';

interface OriginRow {
  hub_id: string;
  brick: string;
  external_id: string;
  url: string | null;
  seen_at: string;
}

/** Facets as they are in a database. */
export class DatabaseFacets implements FacetReader {
  readonly #sql: Sql;
  readonly #tables: ReadonlyMap<string, FacetTable>;

  readonly #rows: FacetRows;

  constructor(sql: Sql, tables: ReadonlyMap<string, FacetTable>, cache?: FacetCache) {
    this.#sql = sql;
    this.#tables = tables;
    this.#rows = new FacetRows(sql, cache);
  }

  async byIds<Facet>(type: string, brick: string, ids: readonly string[]): Promise<Map<string, FacetRow<Facet>>> {
    return this.#rows.byIds<Facet>(this.#table(type), brick, ids);
  }

  async byColumn<Facet>(
    type: string,
    brick: string,
    column: string,
    values: readonly string[],
  ): Promise<Map<string, FacetRow<Facet>[]>> {
    const table = this.#table(type);
    const kind = columnType(table, column);
    const found = await this.#sql.all<{ hub_id: string; looked_up: string | number }>(
      `select hub_id, ${column} as looked_up from ${table.name}
        where brick = ? and ${anyOf(this.#sql.dialect, column, kind)}`,
      [brick, list(kind === 'integer' ? values.map(Number) : values)],
    );
    // Sorted here: asked to sort, SQLite walks all rows by hub id instead of looking the values up.
    found.sort((a, b) => (a.hub_id < b.hub_id ? -1 : 1));
    const rows = await this.#rows.byIds<Facet>(table, brick, [...new Set(found.map(({ hub_id }) => hub_id))]);
    const present = found.flatMap(({ hub_id, looked_up }) => {
      const row = rows.get(hub_id);
      return row ? [{ value: String(looked_up), row }] : [];
    });
    return grouped(present, ({ value, row }) => [value, row]);
  }

  async linked(type: string, brick: string, link: string, targets: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await this.#sql.all<{ target: string; hub_id: string }>(
      `select distinct target, hub_id from facet_links
        where brick = ? and type = ? and rel = ? and ${anyOf(this.#sql.dialect, 'target')} order by target, hub_id`,
      [brick, this.#table(type).type.name, link, list(targets)],
    );
    return grouped(rows, ({ target, hub_id }) => [target, hub_id]);
  }

  async measured(
    type: string,
    brick: string,
    link: string,
    targets: readonly string[],
    { from, to }: { from?: string; to?: string },
  ): Promise<Map<string, { quantity: number; micros: number }>> {
    const params: Param[] = [brick, this.#table(type).type.name, link, list(targets)];
    if (from !== undefined) params.push(from);
    if (to !== undefined) params.push(to);
    const rows = await this.#sql.all<{ target: string; quantity: string; micros: string }>(
      `select target, cast(coalesce(sum(quantity), 0) as text) as quantity,
        cast(coalesce(sum(micros), 0) as text) as micros from facet_links
        where brick = ? and type = ? and rel = ? and ${anyOf(this.#sql.dialect, 'target')}
        ${from === undefined ? '' : 'and at >= ?'} ${to === undefined ? '' : 'and at < ?'} group by target`,
      params,
    );
    return new Map(
      rows.map(({ target, quantity, micros }) => [target, { quantity: safe(quantity), micros: safe(micros) }]),
    );
  }

  page<Facet>(query: PageQuery): Promise<FacetPage<Facet>> {
    return facetPage<Facet>(this.#sql, this.#rows, this.#table(query.type), query);
  }

  async count(query: Omit<PageQuery, 'first' | 'after' | 'orderBy'>): Promise<number> {
    const table = this.#table(query.type);
    const { text, params } = await planCount(this.#sql, table, query);
    const rows = await this.#sql.all<{ total: number }>(
      `select cast(count(*) as integer) as total from ${table.name} f where ${text}`,
      params,
    );
    return rows[0]?.total ?? 0;
  }

  async origins(type: string, ids: readonly string[]): Promise<Map<string, Omit<FacetRow, 'facet'>[]>> {
    const rows = await this.#sql.all<OriginRow>(
      `select distinct f.hub_id, f.brick, f.external_id, f.url, f.seen_at from bindings b
        join ${this.#table(type).name} f on f.brick = b.brick and f.hub_id = b.hub_id
        where b.type = ? and ${anyOf(this.#sql.dialect, 'b.hub_id')} order by f.hub_id, f.brick`,
      [type, list(ids)],
    );
    return grouped(rows, ({ hub_id, brick, external_id, url, seen_at }) => [
      hub_id,
      { id: hub_id, brick, externalId: external_id, url, seenAt: seen_at },
    ]);
  }

  #table(type: string): FacetTable {
    const table = this.#tables.get(type);
    if (table) return table;
    throw invalid(
      'FACET_TYPE_UNKNOWN',
      `No role declares the facet type ${type}.`,
      'Declare it in the role’s facet types.',
    );
  }
}

function grouped<Row, Value>(rows: readonly Row[], entry: (row: Row) => [string, Value]): Map<string, Value[]> {
  const found = new Map<string, Value[]>();
  for (const row of rows) {
    const [key, value] = entry(row);
    const known = found.get(key);
    if (known) known.push(value);
    else found.set(key, [value]);
  }
  return found;
}

/** Sums come as text, so that one beyond the safe range is refused rather than rounded. */
function safe(sum: string): number {
  const value = Number(sum);
  if (Number.isSafeInteger(value)) return value;
  throw invalid(
    'MEASURE_TOO_LARGE',
    'A sum is too large to be given exactly.',
    'Ask for a shorter period or fewer entities.',
  );
}

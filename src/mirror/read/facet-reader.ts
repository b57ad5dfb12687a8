import type { FacetPage, FacetReader, FacetRow, OriginRow, PageQuery } from '../contract.ts';
import type { FieldSource } from '#sdk';
import { sealedColumn } from '../facets/facet-seal.ts';
import { tableOf, type FacetTable } from '../facets/facet-table.ts';
import { invalid } from '../mirror-error.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';
import { presentIds } from './binding-reader.ts';
import { facetPage } from './facet-page.ts';
import type { FacetCache } from './facet-cache.ts';
import { FacetRows } from './facet-rows.ts';
import { planCount } from './page-plan.ts';
import { columnType } from './where-test.ts';

interface StoredOrigin {
  hub_id: string;
  brick: string;
  external_id: string;
  url: string | null;
  seen_at: string;
  /** JSON; null: the brick itself says all of it. */
  /** The type of a facet that is kept sealed: `provenance` is then all of it. */
  sealed: string | null;
  provenance: string | null;
}

interface Period {
  from?: string;
  to?: string;
  scope?: string;
}

interface Measure {
  quantity: number;
  micros: number;
}

interface MeasureRow {
  target: string;
  quantity: string;
  micros: string;
}

const MEASURES = `cast(coalesce(sum(quantity), 0) as text) as quantity, cast(coalesce(sum(micros), 0) as text) as micros`;

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
    const { asked, meant } = looked(table, column, kind === 'integer' ? values.map(Number) : values);
    const found = await this.#sql.all<{ hub_id: string; looked_up: string | number }>(
      `select hub_id, ${column} as looked_up from ${table.name}
        where brick = ? and ${anyOf(this.#sql.dialect, column, kind)}`,
      [brick, list(asked)],
    );
    // Sorted here: asked to sort, SQLite walks all rows by hub id instead of looking the values up.
    found.sort((a, b) => (a.hub_id < b.hub_id ? -1 : 1));
    const rows = await this.#rows.byIds<Facet>(table, brick, [...new Set(found.map(({ hub_id }) => hub_id))]);
    const present = found.flatMap(({ hub_id, looked_up }) => {
      const row = rows.get(hub_id);
      return row ? [{ value: meant.get(looked_up) ?? String(looked_up), row }] : [];
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
    period: Period,
  ): Promise<Map<string, Measure>> {
    const { text, params } = inPeriod(period);
    const rows = await this.#sql.all<MeasureRow>(
      `select target, ${MEASURES} from facet_links
        where brick = ? and type = ? and rel = ? and ${anyOf(this.#sql.dialect, 'target')} ${text} group by target`,
      [brick, this.#table(type).type.name, link, list(targets), ...params],
    );
    return measures(rows);
  }

  async sums(
    type: string,
    brick: string,
    link: string,
    { first, ...period }: Period & { first: number },
  ): Promise<Map<string, Measure>> {
    const { text, params } = inPeriod(period);
    const rows = await this.#sql.all<MeasureRow>(
      `select target, ${MEASURES} from facet_links
        where brick = ? and type = ? and rel = ? ${text} group by target
        order by coalesce(sum(facet_links.quantity), 0) desc, target limit ?`,
      [brick, this.#table(type).type.name, link, ...params, first],
    );
    return measures(rows);
  }

  async gaps(
    type: string,
    brick: string,
    { by, number, only, first }: { by: string; number: string; only?: string; first: number },
  ): Promise<{ by: string; after: number; before: number }[]> {
    const table = this.#table(type);
    const kind = columnType(table, by);
    if (columnType(table, number) !== 'integer') throw notANumber(type, number);
    if (table.seal?.hides(by)) throw sealedColumn(type, by);
    const rows = await this.#sql.all<{ series: string | number; previous: number | string; next: number | string }>(
      `select series, previous, next from (
        select ${by} as series, ${number} as next, lag(${number}) over (partition by ${by} order by ${number}) as previous
        from ${table.name} where brick = ? and ${by} is not null and ${number} is not null ${only === undefined ? '' : `and ${by} = ?`}
      ) as numbered where next > previous + 1 order by series, next limit ?`,
      [brick, ...(only === undefined ? [] : [kind === 'integer' ? Number(only) : only]), first],
    );
    return rows.map(({ series, previous, next }) => ({
      by: String(series),
      after: Number(previous),
      before: Number(next),
    }));
  }

  page<Facet>(query: PageQuery): Promise<FacetPage<Facet>> {
    return facetPage<Facet>(this.#sql, this.#rows, this.#tables, query);
  }

  async count(query: Omit<PageQuery, 'first' | 'after' | 'orderBy'>): Promise<number> {
    const table = this.#table(query.type);
    const { text, params } = await planCount(
      this.#sql,
      { dialect: this.#sql.dialect, tables: this.#tables, table },
      query,
    );
    const rows = await this.#sql.all<{ total: number }>(
      `select cast(count(*) as integer) as total from ${table.name} f where ${text}`,
      params,
    );
    return rows[0]?.total ?? 0;
  }

  async origins(type: string, ids: readonly string[]): Promise<Map<string, OriginRow[]>> {
    const found = await this.#originsOf(type, ids);
    const missed = ids.filter((id) => !found.has(id));
    if (missed.length === 0) return found;
    const present = await presentIds(this.#sql, missed);
    if (present.size === 0) return found;
    const merged = await this.#originsOf(type, [...new Set(present.values())]);
    for (const [alias, id] of present) {
      const origins = merged.get(id);
      if (origins) found.set(alias, origins);
    }
    return found;
  }

  async #originsOf(type: string, ids: readonly string[]): Promise<Map<string, OriginRow[]>> {
    const tables = [...this.#tables.values()].filter(({ type: { name, entity } }) => (entity ?? name) === type);
    if (tables.length === 0) this.#table(type);
    const provenance = provenanceOf(this.#sql.dialect);
    const select = ({ name, type: { name: own }, seal }: FacetTable): string =>
      `select distinct f.hub_id, f.brick, f.external_id, f.url, f.seen_at, ${seal ? `'${own}'` : 'null'} as sealed,
          ${seal ? 'f.data' : provenance} as provenance from (
          select brick, hub_id from bindings where type = ? and ${anyOf(this.#sql.dialect, 'hub_id')}
          union select brick, hub_id from merges where type = ? and ${anyOf(this.#sql.dialect, 'hub_id')}) b
        join ${name} f on f.brick = b.brick and f.hub_id = b.hub_id`;
    const rows = await this.#sql.all<StoredOrigin>(
      `${tables.map(select).join(' union ')} order by 1, 2`,
      tables.flatMap(() => [type, list(ids), type, list(ids)]),
    );
    const opened = rows.map((row) => (row.sealed === null ? row : { ...row, provenance: this.#provenance(row) }));
    return grouped(joinedOrigins(opened), (origin) => [origin.id, origin]);
  }

  /** Of what is sealed, only who opens it can tell. */
  #provenance({ sealed, brick, hub_id, provenance: data }: StoredOrigin): string | null {
    const json = this.#table(sealed ?? '').seal?.openData(brick, hub_id, data ?? '') ?? '';
    if (!json.includes('"provenance":[')) return null;
    return JSON.stringify((JSON.parse(json) as { provenance: FieldSource[] }).provenance);
  }

  #table(type: string): FacetTable {
    return tableOf(this.#tables, type);
  }
}

/** Values as they are stored, and what each of them stands for. */
function looked(
  { seal }: FacetTable,
  column: string,
  values: readonly (string | number)[],
): { asked: (string | number)[]; meant: ReadonlyMap<string | number, string> } {
  const meant = new Map<string | number, string>();
  if (!seal?.hides(column)) return { asked: [...values], meant };
  for (const value of values) {
    const stored = seal.lookup(column, value);
    if (stored !== null) meant.set(stored, String(value));
  }
  return { asked: [...meant.keys()], meant };
}

/** Of what is stored beside a facet, without reading the facet where there is nothing. */
function provenanceOf(dialect: Sql['dialect']): string {
  const path = dialect === 'sqlite' ? `json_extract(f.data, '$.provenance')` : `(f.data::json -> 'provenance')::text`;
  return `case when f.data like '%"provenance":[%' then ${path} end`;
}

/** A brick may say several things of an entity: it is one origin all the same. */
function joinedOrigins(rows: readonly StoredOrigin[]): OriginRow[] {
  const origins = new Map<string, OriginRow>();
  for (const { hub_id: id, brick, external_id: externalId, url, seen_at: seenAt, provenance: json } of rows) {
    const key = `${id} ${brick}`;
    const told = [
      ...(origins.get(key)?.provenance ?? []),
      ...(json === null ? [] : (JSON.parse(json) as FieldSource[])),
    ];
    origins.set(key, { id, brick, externalId, url, seenAt, ...(told.length > 0 && { provenance: told }) });
  }
  return [...origins.values()];
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

function inPeriod({ from, to, scope }: Period): { text: string; params: Param[] } {
  const parts = [
    ...(from === undefined ? [] : [{ text: 'and at >= ?', param: from }]),
    ...(to === undefined ? [] : [{ text: 'and at < ?', param: to }]),
    ...(scope === undefined ? [] : [{ text: 'and scope = ?', param: scope }]),
  ];
  return { text: parts.map(({ text }) => text).join(' '), params: parts.map(({ param }) => param) };
}

function measures(rows: readonly MeasureRow[]): Map<string, Measure> {
  return new Map(
    rows.map(({ target, quantity, micros }) => [target, { quantity: safe(quantity), micros: safe(micros) }]),
  );
}

function notANumber(type: string, column: string): Error {
  return invalid(
    'FACET_COLUMN_UNKNOWN',
    `${type}.${column} holds text, and a running number is asked for.`,
    'Declare it as an integer in the role’s facet types.',
  );
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

import type { PageQuery } from '../contract.ts';
import type { Sql } from '../sql.ts';
import { filtersOf, ofBrick, type Filter, type Lead, type Tables } from './page-query.ts';
import { all, type Condition } from './where-test.ts';

/** How many rows a filter may leave for them to be sorted rather than met on a walk. */
const FEW = 1_000;
/** How often, on average, the same entity may be named by what is looked at to tell whether they are few. */
const REPEATED = 4;

/** What a page is read by: its conditions, and how the column that it is ordered by is written. */
export interface PagePlan {
  conditions: Condition;
  order: 'f.' | '+f.';
}

type LeadingFilter = Filter & { lead: Lead };

/**
 * SQLite does not know how many rows a filter leaves, and takes whatever index gives the order: a rare value then
 * costs a walk over all rows. So each filter is asked first whether it leaves only few. If so, those rows are taken
 * and sorted; if none does, matches are dense, and walking in order meets a page of them soon. PostgreSQL keeps
 * statistics, and plans by itself.
 */
export async function planPage(sql: Sql, tables: Tables, query: PageQuery): Promise<PagePlan> {
  const filters = filtersOf(tables, query);
  const few = sql.dialect === 'sqlite' ? await firstOfFew(sql, filters) : undefined;
  const tests = filters.filter((filter) => filter !== few).map(({ test }) => test);
  if (!few) return { conditions: all([ofBrick(query), ...tests]), order: 'f.' };
  return { conditions: all([...rowsOf(few, query.brick), ...tests]), order: '+f.' };
}

/** The conditions of a count: no order, so the smallest set that SQLite can guess leads. */
export async function planCount(
  sql: Sql,
  tables: Tables,
  query: Pick<PageQuery, 'brick' | 'where' | 'search'>,
): Promise<Condition> {
  const filters = filtersOf(tables, query);
  const few = sql.dialect === 'sqlite' ? await firstOfFew(sql, filters) : undefined;
  const leading = few ?? (sql.dialect === 'sqlite' ? filters.find(canLead) : undefined);
  const tests = filters.filter((filter) => filter !== leading).map(({ test }) => test);
  return all([...(leading ? rowsOf(leading, query.brick) : [ofBrick(query)]), ...tests]);
}

function rowsOf({ lead: { rows } }: LeadingFilter, brick: string): Condition[] {
  return [
    { text: `f.row_id in (${rows.text})`, params: rows.params },
    { text: '+f.brick = ?', params: [brick] },
  ];
}

async function firstOfFew(sql: Sql, filters: readonly Filter[]): Promise<LeadingFilter | undefined> {
  for (const filter of filters) if (canLead(filter) && (await isOfFew(sql, filter.lead))) return filter;
  return undefined;
}

async function isOfFew(sql: Sql, { probe, repeats }: Lead): Promise<boolean> {
  const most = repeats ? FEW * REPEATED : FEW;
  const [row] = await sql.all<{ looked_at: number; found: number }>(
    `select count(*) as looked_at, count(${repeats ? 'distinct hub_id' : '*'}) as found from (${probe.text} limit ?)`,
    [...probe.params, most + 1],
  );
  return row !== undefined && row.looked_at <= most && row.found <= FEW;
}

function canLead(filter: Filter): filter is LeadingFilter {
  return filter.lead !== null;
}

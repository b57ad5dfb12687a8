import type { Where } from '../contract.ts';
import { list, listRows } from '../sql.ts';
import { aliasOf, all, columnTest, inside, linksOf, linksTo, namingColumn, testOf } from './where-test.ts';
import type { Condition, Place } from './where-test.ts';

/**
 * A select of `hub_id` of all entities that a condition may hold for, found from the far end: first what is asked of
 * the other facet, then the entities that it belongs to. Ids may come twice, and some may have no facet here. Null
 * where nothing but a walk finds them.
 */
export function hubIdsOf(place: Place, where: Where): Condition | null {
  const { dialect, table, brick } = place;
  if ('ids' in where) return { text: `select value as hub_id from ${listRows(dialect)}`, params: [list(where.ids)] };
  if ('any' in where) return union(where.any.map((conditions) => selected(place, conditions, 'hub_id')));
  if ('not' in where || 'differs' in where) return null;
  if ('some' in where) {
    const inner = inside(place, where.some);
    return selected(inner, where.some.where, namingColumn(inner.table, where.some.column));
  }
  if ('same' in where) return selected(inside(place, where.same), where.same.where, 'hub_id');
  if ('linkedFrom' in where) return select('l.target as hub_id', linksTo(place, where.linkedFrom));
  if ('link' in where) return select('l.hub_id', linksOf(place, where));
  const bare = columnTest(dialect, table, where.column, where);
  return { text: `select hub_id from ${table.name} where brick = ? and ${bare.text}`, params: [brick, ...bare.params] };
}

/** What a column says of all facets of a place that fulfil the conditions; the first that can lead does. */
function selected(place: Place, conditions: readonly Where[], column: string): Condition | null {
  const { dialect, table, brick } = place;
  const alias = aliasOf({ ...place, depth: place.depth + 1 });
  const here = { ...place, depth: place.depth + 1 };
  const what = `${alias}.${column} as hub_id`;
  const ofBrick = { text: `${alias}.brick = ?`, params: [brick] };
  const others = (leading: Where | undefined): Condition[] =>
    conditions.filter((one) => one !== leading).map((one) => testOf(here, one));
  for (const leading of conditions) {
    if ('column' in leading) {
      const lead = columnTest(dialect, table, `${alias}.${leading.column}`, leading);
      const { text, params } = all([ofBrick, lead, ...others(leading)]);
      return { text: `select ${what} from ${table.name} ${alias} where ${text}`, params };
    }
    const found = hubIdsOf(here, leading);
    if (!found) continue;
    const { text, params } = all([ofBrick, ...others(leading)]);
    // A cross join, so that SQLite begins with what was found.
    const from = `(${found.text}) h cross join ${table.name} ${alias}`;
    return {
      text: `select ${what} from ${from} where ${alias}.hub_id = h.hub_id and ${text}`,
      params: [...found.params, ...params],
    };
  }
  return conditions.length > 0
    ? null
    : { text: `select ${what} from ${table.name} ${alias} where ${alias}.brick = ?`, params: [brick] };
}

function select(what: string, { text, params }: Condition): Condition {
  return { text: `select ${what} ${text}`, params };
}

function union(parts: readonly (Condition | null)[]): Condition | null {
  const known = parts.filter((part) => part !== null);
  if (known.length === 0 || known.length < parts.length) return null;
  return {
    text: known.map(({ text }) => text).join(' union all '),
    params: known.flatMap(({ params }) => params),
  };
}

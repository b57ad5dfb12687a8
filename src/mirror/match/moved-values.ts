import { bulkInsert } from '../bulk.ts';
import type { FacetEntry } from '../facets/facet-rows.ts';
import type { FacetTable } from '../facets/facet-table.ts';
import type { Sql } from '../sql.ts';
import { FOLLOWS, type IdentityIndex } from './identities.ts';

/** What moved in one facet table. */
interface Moved {
  table: FacetTable;
  stored: ReadonlyMap<string, { data: string; external_id: string }>;
  touched: ReadonlySet<FacetEntry>;
  gone: readonly { data: string }[];
}

/** Notes which values have to be compared with the other bricks'. */
export interface MovedValues {
  note(sql: Sql, brick: string, moved: readonly Moved[]): Promise<void>;
}

/** A value that is due: entity, scheme, value. */
export type DueValue = readonly [string, string, string];

interface Watched {
  entity: string;
  scheme: string;
  column: string;
  local?: true;
}

const DUE = { table: 'match_due', columns: ['entity', 'scheme', 'value'], tail: 'on conflict do nothing' };

export function movedValues(index: IdentityIndex): MovedValues {
  return {
    async note(sql, brick, moved) {
      const due = new Map<string, DueValue>();
      for (const { table, stored, touched, gone } of moved) {
        const watched = watchedColumns(index, table);
        if (watched.length === 0) continue;
        const add = ({ entity, scheme }: Watched, value: string | null): void => {
          if (value) due.set(`${entity}\n${scheme}\n${value}`, [entity, scheme, value]);
        };
        const read = valueReader(table);
        const home = index.homes.find((one) => one.table === table)?.column ?? null;
        for (const entry of touched) {
          const old = stored.get(entry.hubId);
          const stays =
            old?.external_id === entry.externalId && (home === null || read(old.data, home) === read(entry.data, home));
          for (const one of watched) {
            const before = old === undefined ? null : read(old.data, one.column);
            const after = read(entry.data, one.column);
            if (before === after && stays) continue;
            add(one, before);
            add(one, after);
          }
        }
        for (const old of gone) for (const one of watched) add(one, read(old.data, one.column));
        if (gone.length > 0) await takenAgain(sql, brick);
      }
      await addDue(sql, [...due.values()]);
    },
  };
}

export async function addDue(sql: Sql, due: readonly DueValue[]): Promise<void> {
  await bulkInsert(sql, DUE, due);
}

/** Who found its entity taken looks again: another of its brick let go of something. */
export async function takenAgain(sql: Sql, brick: string): Promise<void> {
  await sql.run(
    `insert into match_due (entity, scheme, value) select distinct type, scheme, value from binding_conflicts
      where brick = ? and reason = 'taken' on conflict do nothing`,
    [brick],
  );
}

/** Makes every value of every facet due: other bricks take part now, or in another order. `which`: only of these. */
export async function everyValue(
  sql: Sql,
  index: IdentityIndex,
  which: (watched: Watched) => boolean = () => true,
): Promise<void> {
  for (const table of index.tables) {
    for (const { entity, scheme, column } of watchedColumns(index, table).filter(which)) {
      await sql.run(
        `insert into match_due (entity, scheme, value)
          select distinct ${literal(entity)}, ${literal(scheme)}, ${column} from ${table.name}
          where ${column} <> '' on conflict do nothing`,
        [],
      );
    }
  }
}

function watchedColumns({ columns, followers }: IdentityIndex, table: FacetTable): Watched[] {
  return [
    ...columns.filter((one) => one.table === table),
    ...followers.filter(({ leader }) => leader === table).map((one) => ({ ...one, scheme: FOLLOWS })),
  ];
}

/** Values as they were indexed; one facet is parsed once. */
function valueReader(table: FacetTable): (data: string, column: string) => string | null {
  let last: { data: string; facet: object } | undefined;
  return (data, column) => {
    if (last?.data !== data) last = { data, facet: JSON.parse(data) as object };
    const value = table.type.columns[column]?.of(last.facet) ?? null;
    const stored = table.seal ? table.seal.column(column, value) : value;
    return stored === null ? null : String(stored);
  };
}

/** Names of entities and schemes come from declarations. */
function literal(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}

import { CompiledQuery, type Kysely, type QueryResult } from 'kysely';
import { asMirrorError } from './mirror-error.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import type { MirrorTables } from './tables.ts';

export type Param = string | number | null | Uint8Array;
export type DialectName = 'sqlite' | 'postgres';

/**
 * A connection or an open transaction. Text is written with `?`, and a list of values is one parameter (`anyOf`), so
 * that the same few texts serve every call: the hot paths neither build nor prepare anything.
 */
export interface Sql {
  readonly dialect: DialectName;
  /** The same connection or transaction, for queries whose speed does not matter. */
  readonly kysely: Kysely<MirrorTables>;
  all<Row>(text: string, params: readonly Param[]): Promise<Row[]>;
  /** Resolves with how many rows it touched. */
  run(text: string, params: readonly Param[]): Promise<number>;
}

export function sqliteSql(sqlite: SqliteHandle, kysely: Kysely<MirrorTables>): Sql {
  return {
    dialect: 'sqlite',
    kysely,
    async all<Row>(text: string, params: readonly Param[]): Promise<Row[]> {
      try {
        return sqlite.all(text, params) as Row[];
      } catch (error) {
        throw asMirrorError(error);
      }
    },
    async run(text, params) {
      try {
        return Number(sqlite.run(text, params).changes);
      } catch (error) {
        throw asMirrorError(error);
      }
    },
  };
}

export function postgresSql(kysely: Kysely<MirrorTables>): Sql {
  const execute = async <Row>(text: string, params: readonly Param[]): Promise<QueryResult<Row>> => {
    try {
      return await kysely.executeQuery<Row>(CompiledQuery.raw(numbered(text), [...params]));
    } catch (error) {
      throw asMirrorError(error);
    }
  };
  return {
    dialect: 'postgres',
    kysely,
    async all<Row>(text: string, params: readonly Param[]): Promise<Row[]> {
      return (await execute<Row>(text, params)).rows;
    },
    async run(text, params) {
      return Number((await execute(text, params)).numAffectedRows ?? 0n);
    },
  };
}

const numberedTexts = new Map<string, string>();

/** PostgreSQL's way of writing parameters. None of our texts has a literal question mark. */
function numbered(text: string): string {
  const known = numberedTexts.get(text);
  if (known !== undefined) return known;
  let count = 0;
  const made = text.replace(/\?/g, () => `$${++count}`);
  if (numberedTexts.size > 2_000) numberedTexts.clear();
  numberedTexts.set(text, made);
  return made;
}

/** `column in (…)` for a list that travels as one parameter; see `list`. */
export function anyOf(dialect: DialectName, column: string, type: 'text' | 'integer' = 'text'): string {
  if (dialect === 'sqlite') return `${column} in (select value from json_each(?))`;
  // An array, not a sub-select: the planner guesses its size and walks whole kinds for a sub-select that it cannot see.
  return `${column} = any (array(select ${listed(type)} from jsonb_array_elements_text(?::jsonb) as listed(value)))`;
}

/** A list of values as one parameter, for `anyOf` and `listRows`. */
export function list(values: readonly (string | number)[]): string {
  return JSON.stringify(values);
}

/** A `from` source whose only column `value` holds the listed texts. */
export function listRows(dialect: DialectName): string {
  return dialect === 'sqlite'
    ? 'json_each(?) as listed'
    : '(select value from jsonb_array_elements_text(?::jsonb) as listed(value)) as listed';
}

function listed(type: 'text' | 'integer'): string {
  return type === 'text' ? 'value' : 'value::bigint';
}

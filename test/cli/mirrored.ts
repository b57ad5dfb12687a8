import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { atRest } from '../mirror/at-rest.ts';

/** What a mirror believes: `kind/id` to the hash of its content. */
export function published(data: string): Record<string, string> {
  return atRest(data).published;
}

/** What queries see of it: hub id to the facet's JSON. */
export function facets(data: string, type: string): Record<string, string> {
  return atRest(data).facets(type);
}

/** How its runs ended, oldest first. */
export function runStates(data: string): string[] {
  return Object.values(select(data, 'select started_at || id as k, state as v from runs'));
}

export function revisionCount(data: string): number {
  return Number(select(data, "select 'all' as k, count(*) as v from revisions")['all']);
}

export function holdCount(data: string): number {
  return Number(select(data, "select 'all' as k, count(*) as v from holds")['all']);
}

function select(data: string, sql: string): Record<string, string> {
  const file = join(data, 'mortar.db');
  if (!existsSync(file)) throw new Error(`There is no mirror in ${data}.`);
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare(`${sql} order by k`).all() as { k: string; v: string }[];
    return Object.fromEntries(rows.map(({ k, v }) => [k, v]));
  } finally {
    database.close();
  }
}

import { coded, invalid } from './mirror-error.ts';
import { mirrorMigrations } from './migrations/index.ts';
import type { Sql } from './sql.ts';

/** Names of migrations: those that a database has behind it, those that it lacks, and those of a later release. */
export interface MigrationState {
  applied: string[];
  pending: string[];
  unknown: string[];
}

export async function migrationState(sql: Sql): Promise<MigrationState> {
  const known = mirrorMigrations.map(({ name }) => name);
  const applied = await appliedMigrations(sql);
  return {
    applied,
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

/** Migrations go forward only: an older program would write rows that the newer one's tables do not allow for. */
export async function refuseNewer(sql: Sql): Promise<void> {
  const { unknown } = await coded(migrationState(sql));
  if (unknown.length === 0) return;
  throw invalid(
    'MIRROR_NEWER',
    `The database was migrated by a later release of Mortar (${unknown.join(', ')}); this one must not write it.`,
    'Start the later release again. To go back for good, restore the backup that was made before the upgrade into a new data folder.',
  );
}

async function appliedMigrations(sql: Sql): Promise<string[]> {
  const tables = await sql.kysely.introspection.getTables();
  if (!tables.some(({ name }) => name === 'migrations')) return [];
  const rows = await sql.all<{ name: string }>('select name from migrations order by id', []);
  return rows.map(({ name }) => name);
}

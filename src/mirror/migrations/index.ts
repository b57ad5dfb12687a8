/**
 * Every change of the durable tables since the first version, oldest first; run at start, on live data, forward only,
 * the same classes for SQLite and PostgreSQL. A released migration is never edited.
 */
import { Migration20261124First } from './migration-20261124-first.ts';
import { Migration20261201Merges } from './migration-20261201-merges.ts';

export const mirrorMigrations = [
  { name: 'Migration20261124First', class: Migration20261124First },
  { name: 'Migration20261201Merges', class: Migration20261201Merges },
];

/**
 * Every change of the durable tables since the first version, oldest first; run at start, on live data, forward only,
 * the same classes for SQLite and PostgreSQL. A released migration is never edited.
 */
import { Migration20261124First } from './migration-20261124-first.ts';
import { Migration20261201Merges } from './migration-20261201-merges.ts';
import { Migration20261208Outbox } from './migration-20261208-outbox.ts';
import { Migration20261210Changes } from './migration-20261210-changes.ts';
import { Migration20261212Edits } from './migration-20261212-edits.ts';
import { Migration20261214Tokens } from './migration-20261214-tokens.ts';

export const mirrorMigrations = [
  { name: 'Migration20261124First', class: Migration20261124First },
  { name: 'Migration20261201Merges', class: Migration20261201Merges },
  { name: 'Migration20261208Outbox', class: Migration20261208Outbox },
  { name: 'Migration20261210Changes', class: Migration20261210Changes },
  { name: 'Migration20261212Edits', class: Migration20261212Edits },
  { name: 'Migration20261214Tokens', class: Migration20261214Tokens },
];

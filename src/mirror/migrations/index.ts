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
import { Migration20261217Journal } from './migration-20261217-journal.ts';
import { Migration20261220Persons } from './migration-20261220-persons.ts';
import { Migration20261218Audit } from './migration-20261218-audit.ts';
import { Migration20261219Moves } from './migration-20261219-moves.ts';
import { Migration20261222Publications } from './migration-20261222-publications.ts';
import { Migration20261223Hints } from './migration-20261223-hints.ts';
import { Migration20261227Drills } from './migration-20261227-drills.ts';
import { Migration20261228Outgoing } from './migration-20261228-outgoing.ts';
import { Migration20261229Written } from './migration-20261229-written.ts';

export const mirrorMigrations = [
  { name: 'Migration20261124First', class: Migration20261124First },
  { name: 'Migration20261201Merges', class: Migration20261201Merges },
  { name: 'Migration20261208Outbox', class: Migration20261208Outbox },
  { name: 'Migration20261210Changes', class: Migration20261210Changes },
  { name: 'Migration20261212Edits', class: Migration20261212Edits },
  { name: 'Migration20261214Tokens', class: Migration20261214Tokens },
  { name: 'Migration20261217Journal', class: Migration20261217Journal },
  { name: 'Migration20261220Persons', class: Migration20261220Persons },
  { name: 'Migration20261218Audit', class: Migration20261218Audit },
  { name: 'Migration20261219Moves', class: Migration20261219Moves },
  { name: 'Migration20261222Publications', class: Migration20261222Publications },
  { name: 'Migration20261223Hints', class: Migration20261223Hints },
  { name: 'Migration20261227Drills', class: Migration20261227Drills },
  { name: 'Migration20261228Outgoing', class: Migration20261228Outgoing },
  { name: 'Migration20261229Written', class: Migration20261229Written },
];

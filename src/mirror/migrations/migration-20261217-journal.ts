import { SqliteDriver } from '@mikro-orm/sql';
import { Migration } from '@mikro-orm/migrations';
import { flavour } from './flavour.ts';
import { triggerOf, type Noted } from './noted.ts';

/** Leases, turns and times of next tries are not noted: whoever restores gives them anew. */
const TOLD = `state, delivered_at, confirmed_at, decided_at, brick, command, lane, replaces, creates, reason, payload`;

const NOTED: readonly Noted[] = [
  { table: 'messages', when: 'insert', kind: 'message', key: ['id'] },
  { table: 'messages', when: `update of ${TOLD}`, kind: 'message', key: ['id'] },
  { table: 'messages', when: 'delete', kind: 'message', key: ['id'] },
  { table: 'message_steps', when: 'insert', kind: 'message', key: ['message'] },
  { table: 'message_steps', when: 'update', kind: 'message', key: ['message'] },
  // Those that come and go with a change of their message are sent with it.
  { table: 'overlays', when: 'update of brick, hub_id, patch', kind: 'message', key: ['message'] },
  { table: 'reservations', when: 'update', kind: 'message', key: ['message'] },
  { table: 'reservations', when: 'delete', kind: 'message', key: ['message'] },
  { table: 'command_keys', when: 'insert', kind: 'key', key: ['principal', 'key'] },
  { table: 'edits', when: 'insert', kind: 'edit', key: ['id'] },
  { table: 'edits', when: 'update', kind: 'edit', key: ['id'] },
  { table: 'access_tokens', when: 'insert', kind: 'token', key: ['id'] },
  { table: 'access_tokens', when: 'update of scopes, expires_at, revoked_at', kind: 'token', key: ['id'] },
];

/**
 * What was acknowledged and not yet sent to where backups are kept. The database notes it itself, in the transaction of
 * the change, whoever makes it; and only where somebody sends it (`meta` names the journal then).
 */
export class Migration20261217Journal extends Migration {
  override name = 'Migration20261217Journal';

  override up(): void {
    const { text } = flavour(this.driver);
    const sqlite = this.driver instanceof SqliteDriver;
    const seq = sqlite
      ? 'integer not null primary key autoincrement'
      : 'bigint not null generated always as identity primary key';
    this.addSql(`create table journal (seq ${seq}, kind ${text} not null, key ${text} not null)`);
    for (const statement of sqlite ? [SHOWN_ON_SQLITE] : SHOWN_ON_POSTGRES) this.addSql(statement);
    for (const [index, noted] of NOTED.entries()) {
      const name = `journal_${noted.table}_${index + 1}`;
      for (const statement of triggerOf(name, noted, { sqlite })) this.addSql(statement);
    }
  }
}

/**
 * What was delivered and read back is not laid over the mirror any more: but a restored mirror has not read it. So the
 * entry is the row itself.
 */
const LAID = ['brick', 'type', 'hub_id', 'seq', 'n', 'message', 'creates', 'active', 'patch'];
const laid = LAID.map((column) => `'${column}', old.${column}`).join(', ');
const DELIVERED = `from meta, messages where meta.name = 'journal' and messages.id = old.message
      and messages.state = 'delivered'`;

const SHOWN_ON_SQLITE = `create trigger journal_overlays_shown after delete on overlays begin
    insert into journal (kind, key) select 'overlay', json_object(${laid}) ${DELIVERED};
  end`;

const SHOWN_ON_POSTGRES = [
  `create or replace function journal_overlays_shown() returns trigger language plpgsql as $$ begin
      insert into journal (kind, key) select 'overlay', json_build_object(${laid})::text ${DELIVERED};
      return null;
    end $$`,
  `create trigger journal_overlays_shown after delete on overlays for each row
    execute function journal_overlays_shown()`,
];

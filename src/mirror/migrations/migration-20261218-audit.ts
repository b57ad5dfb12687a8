import { SqliteDriver } from '@mikro-orm/sql';
import { Migration } from '@mikro-orm/migrations';
import { flavour } from './flavour.ts';

/** The audit trail. Neither the hub nor a slip of the hand changes an entry; only what was cut off may go. */
export class Migration20261218Audit extends Migration {
  override name = 'Migration20261218Audit';

  override up(): void {
    const { text, small } = flavour(this.driver);
    this.addSql(`create table audit (
      seq integer not null primary key, at ${text} not null, kind ${text} not null, who ${text} not null, token ${text},
      shopper ${text}, request ${text}, operation ${text}, document ${text}, variables ${text} not null,
      people ${text} not null, outcome ${text} not null, code ${text}, messages ${text} not null, detail ${text} not null,
      begun integer, previous ${text} not null, hash ${text} not null)`);
    this.addSql(`create index audit_at on audit (at)`);
    this.addSql(`create index audit_who on audit (who, seq)`);
    this.addSql(`create table audit_people (
      seq integer not null, person ${text} not null, primary key (seq, person)) ${small}`);
    this.addSql(`create index audit_people_person on audit_people (person, seq)`);
    if (this.driver instanceof SqliteDriver) this.onSqlite();
    else this.onPostgres();
  }

  private onSqlite(): void {
    this.addSql(`create trigger audit_never_changes before update on audit
      begin select raise(abort, 'the audit trail is append-only'); end`);
    this.addSql(`create trigger audit_stays before delete on audit
      when old.seq > coalesce((select cast(value as integer) from meta where name = 'audit-cut'), 0)
      begin select raise(abort, 'the audit trail is append-only'); end`);
  }

  private onPostgres(): void {
    this.addSql(`create or replace function audit_append_only() returns trigger language plpgsql as $body$ begin
      if tg_op = 'DELETE' and old.seq <= coalesce((select value::integer from meta where name = 'audit-cut'), 0) then
        return old;
      end if;
      raise exception 'the audit trail is append-only';
    end $body$`);
    this.addSql(`create trigger audit_append_only before update or delete on audit
      for each row execute function audit_append_only()`);
  }
}

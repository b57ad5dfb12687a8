import { SqliteDriver } from '@mikro-orm/sql';
import { Migration } from '@mikro-orm/migrations';
import { flavour } from './flavour.ts';

/** Mass edits: who asked for what, and what each of them changed, before and after. */
export class Migration20261212Edits extends Migration {
  override name = 'Migration20261212Edits';

  override up(): void {
    const { text } = flavour(this.driver);
    const sqlite = this.driver instanceof SqliteDriver;
    const seq = sqlite ? 'primary key autoincrement' : 'primary key generated always as identity';
    this.addSql(`create table edits (
      seq integer not null ${seq}, id ${text} not null, at ${text} not null, made_by ${text} not null, key ${text},
      brick ${text} not null, name ${text} not null, source ${text}, reverts ${text}, total integer not null,
      conflicts integer not null, input ${text} not null)`);
    this.addSql(`create unique index edits_id on edits (id)`);
    this.addSql(`create index edits_key on edits (made_by, key) where key is not null`);
    this.addSql(`create index edits_source on edits (source) where source is not null`);
    this.addSql(`create index edits_reverts on edits (reverts) where reverts is not null`);
    this.addSql(`create table edit_records (
      edit ${text} not null, conflict integer not null, n integer not null, product ${text} not null, variant ${text},
      message ${text}, changes ${text} not null, primary key (edit, conflict, n))`);
  }
}

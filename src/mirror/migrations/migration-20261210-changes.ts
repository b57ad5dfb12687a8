import { SqliteDriver } from '@mikro-orm/sql';
import { Migration } from '@mikro-orm/migrations';
import { flavour } from './flavour.ts';

/** The log of what moved in the facets, and up to where each flow has followed it. */
export class Migration20261210Changes extends Migration {
  override name = 'Migration20261210Changes';

  override up(): void {
    const { text, small } = flavour(this.driver);
    const sqlite = this.driver instanceof SqliteDriver;
    const seq = sqlite ? 'integer primary key autoincrement' : 'bigint generated always as identity primary key';
    this.addSql(`create table changes (
      seq ${seq}, at ${text} not null, brick ${text} not null, type ${text} not null, entity ${text} not null,
      hub_id ${text} not null, change ${text} not null)`);
    this.addSql(`create index changes_at on changes (at)`);
    this.addSql(
      `create table cursors (name ${text} not null primary key, seq ${sqlite ? 'integer' : 'bigint'} not null) ${small}`,
    );
  }
}

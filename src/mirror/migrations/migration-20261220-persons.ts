import { SqliteDriver } from '@mikro-orm/sql';
import { Migration } from '@mikro-orm/migrations';
import { flavour } from './flavour.ts';

/** Keys of persons, and whose each revision is. What was stored before is sealed while the hub works. */
export class Migration20261220Persons extends Migration {
  override name = 'Migration20261220Persons';

  override up(): void {
    const { text, blob, small } = flavour(this.driver);
    // With row ids: where a key was, nothing may be left, and a row that is the tree is copied about by the tree.
    this.addSql(`create table person_keys (
      id ${text} not null primary key, key ${blob}, created_at ${text} not null, erased_at ${text})`);
    this.addSql(`create index person_keys_erased on person_keys (id) where erased_at is not null`);
    this.addSql(`alter table revisions add column person ${this.driver instanceof SqliteDriver ? 'text' : text}`);
    this.addSql(`create table erasures (
      id ${text} not null primary key, customer ${text} not null, at ${text} not null, "by" ${text} not null,
      reason ${text} not null, state ${text} not null, destroyed_at ${text}, bricks ${text} not null) ${small}`);
    this.addSql(`create index erasures_customer on erasures (customer)`);
    this.addSql(`create table retained_papers (
      erasure ${text} not null, n integer not null, brick ${text} not null, number ${text} not null,
      keep_until ${text} not null, sealed ${blob} not null, primary key (erasure, n))`);
    this.addSql(`create index revisions_person on revisions (person) where person is not null`);
  }
}

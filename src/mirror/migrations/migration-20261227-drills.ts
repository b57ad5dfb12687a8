import { Migration } from '@mikro-orm/migrations';
import { flavour } from './flavour.ts';

/** What rehearsals of plans have shown, and drills of bricks: whether each could be rebuilt, and how long that took. */
export class Migration20261227Drills extends Migration {
  override name = 'Migration20261227Drills';

  override up(): void {
    const { text } = flavour(this.driver);
    this.addSql(`alter table moves add column rehearsed ${text}`);
    this.addSql(`create table drills (
      id ${text} not null primary key, brick ${text} not null, started_at ${text} not null, ended_at ${text} not null,
      outcome ${text} not null, rto integer not null, rpo integer, report ${text} not null)`);
    this.addSql(`create index drills_brick on drills (brick, ended_at)`);
  }
}

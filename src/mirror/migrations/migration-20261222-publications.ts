import { Migration } from '@mikro-orm/migrations';
import { flavour } from './flavour.ts';

/** When something was published, of which stream, and how much of it was strange; and what people decided about holds. */
export class Migration20261222Publications extends Migration {
  override name = 'Migration20261222Publications';

  override up(): void {
    const { text, small } = flavour(this.driver);
    this.addSql(`create table publications (
      brick ${text} not null, kind ${text} not null, at ${text} not null, creates integer not null,
      updates integer not null, deletes integer not null, echoes integer not null, prices integer not null,
      identities integer not null, reshaped integer not null, discounts integer not null,
      primary key (brick, kind, at)) ${small}`);
    this.addSql(`create index publications_at on publications (at)`);
    this.addSql(`insert into publications
      (brick, kind, at, creates, updates, deletes, echoes, prices, identities, reshaped, discounts)
      select brick, kind, published_at, sum(case when change = 'create' then 1 else 0 end),
        sum(case when change = 'update' then 1 else 0 end), sum(case when change = 'delete' then 1 else 0 end),
        0, 0, 0, 0, 0
      from revisions where published_at is not null and change <> 'revert' group by brick, kind, published_at`);
    this.addSql(`alter table holds add column decisions ${text} not null default '[]'`);
  }
}

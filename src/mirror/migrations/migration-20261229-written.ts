import { Migration } from '@mikro-orm/migrations';
import { flavour } from './flavour.ts';

/** Records that the hub itself has written, until they are read: their echo is no surprise. */
export class Migration20261229Written extends Migration {
  override name = 'Migration20261229Written';

  override up(): void {
    const { text, small } = flavour(this.driver);
    this.addSql(`create table written_records (
      brick ${text} not null, kind ${text} not null, external_id ${text} not null, at ${text} not null,
      message ${text} not null, primary key (brick, kind, external_id)) ${small}`);
    this.addSql(`create index written_records_message on written_records (message)`);
    for (const column of ['sales', 'rewrites'])
      this.addSql(`alter table publications add column ${column} integer not null default 0`);
    this.addSql(`update publications set rewrites = updates - echoes where updates > echoes`);
    for (const unused of ['quantities', 'trade']) this.addSql(`alter table publications drop column ${unused}`);
  }
}

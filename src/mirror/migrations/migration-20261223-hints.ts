import { Migration } from '@mikro-orm/migrations';
import { flavour } from './flavour.ts';

/** Records that vendors said have changed, until they are read again. */
export class Migration20261223Hints extends Migration {
  override name = 'Migration20261223Hints';

  override up(): void {
    const { text, small } = flavour(this.driver);
    this.addSql(`create table webhook_hints (
      brick ${text} not null, kind ${text} not null, id ${text} not null, mark ${text} not null, at ${text} not null,
      primary key (brick, kind, id)) ${small}`);
  }
}

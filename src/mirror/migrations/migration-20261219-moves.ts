import { Migration } from '@mikro-orm/migrations';
import { flavour } from './flavour.ts';

/** Bricks that are filled from what is held of others: the plans, and how far each thing of them is. */
export class Migration20261219Moves extends Migration {
  override name = 'Migration20261219Moves';

  override up(): void {
    const { text, small } = flavour(this.driver);
    this.addSql(`create table moves (
      id ${text} not null primary key, way ${text} not null, source ${text} not null, target ${text} not null,
      hash ${text} not null, plan ${text} not null, state ${text} not null, created_at ${text} not null,
      created_by ${text} not null, started_at ${text}, ended_at ${text}, progress ${text}, verified ${text},
      stand ${text}, cut_over_at ${text})`);
    this.addSql(`create index moves_created on moves (created_at, id)`);
    this.addSql(`create table move_items (
      move ${text} not null, kind ${text} not null, id ${text} not null, state ${text} not null, target_id ${text},
      attempts integer not null, failure ${text}, at ${text} not null, primary key (move, kind, id)) ${small}`);
  }
}

import { Migration } from '@mikro-orm/migrations';
import { flavour } from './flavour.ts';

/** Entities of several bricks that are one: what is bound to what, what is to be looked at, what a person must decide. */
export class Migration20261201Merges extends Migration {
  override name = 'Migration20261201Merges';

  override up(): void {
    const { text, small } = flavour(this.driver);
    this.addSql(`create table merges (
      brick ${text} not null, type ${text} not null, external_id ${text} not null, hub_id ${text} not null,
      method ${text} not null, bound_by ${text}, since ${text} not null,
      primary key (brick, type, external_id)) ${small}`);
    this.addSql(`create unique index merges_hub_id on merges (hub_id, type, brick)`);
    this.addSql(`create table match_due (
      entity ${text} not null, scheme ${text} not null, value ${text} not null,
      primary key (entity, scheme, value)) ${small}`);
    this.addSql(`create table binding_conflicts (
      brick ${text} not null, type ${text} not null, external_id ${text} not null, id ${text} not null,
      scheme ${text} not null, value ${text} not null, reason ${text} not null, candidates ${text} not null,
      since ${text} not null, primary key (brick, type, external_id)) ${small}`);
    this.addSql(`create unique index binding_conflicts_id on binding_conflicts (id)`);
    this.addSql(`create index binding_conflicts_value on binding_conflicts (type, scheme, value)`);
  }
}

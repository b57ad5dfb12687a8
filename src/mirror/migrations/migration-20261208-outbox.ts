import { SqliteDriver } from '@mikro-orm/sql';
import { Migration } from '@mikro-orm/migrations';
import { flavour } from './flavour.ts';

/** What bricks are told: messages, the steps that their tries finished, what they change of queries, what they reserve. */
export class Migration20261208Outbox extends Migration {
  override name = 'Migration20261208Outbox';

  override up(): void {
    this.messages();
    const { text, small } = flavour(this.driver);
    this.addSql(`create table message_steps (
      message ${text} not null, name ${text} not null, result ${text} not null, primary key (message, name)) ${small}`);
    this.addSql(`create table overlays (
      brick ${text} not null, type ${text} not null, hub_id ${text} not null, seq integer not null, n integer not null,
      message ${text} not null, creates integer not null, active integer not null, patch ${text} not null,
      primary key (brick, type, hub_id, seq, n)) ${small}`);
    this.addSql(`create index overlays_message on overlays (message)`);
    this.addSql(`create index overlays_active on overlays (brick) where active = 1`);
    this.addSql(`create index overlays_creating on overlays (brick, message) where creates = 1`);
    this.addSql(`create table reservations (
      message ${text} not null, n integer not null, variant ${text} not null, owner ${text} not null,
      quantity integer not null, primary key (message, n)) ${small}`);
    this.addSql(`create index reservations_variant on reservations (variant, owner)`);
    this.addSql(`create index reservations_owner on reservations (owner)`);
    this.addSql(`create table command_keys (
      principal ${text} not null, key ${text} not null, name ${text} not null, input_hash ${text} not null,
      answer ${text} not null, message_ids ${text} not null, at ${text} not null, primary key (principal, key)) ${small}`);
  }

  private messages(): void {
    const { text } = flavour(this.driver);
    const seq =
      this.driver instanceof SqliteDriver ? 'primary key autoincrement' : 'generated always as identity primary key';
    this.addSql(`create table messages (
      seq integer not null ${seq}, id ${text} not null, brick ${text} not null, command ${text} not null,
      lane ${text} not null, replaces ${text}, creates integer not null, origin ${text} not null, state ${text} not null,
      turn integer, attempts integer not null, next_at ${text}, relay ${text}, lease_until ${text}, failure ${text},
      created_at ${text} not null, created_by ${text} not null, delivered_at ${text}, confirmed_at ${text},
      decided_by ${text}, decided_at ${text}, reason ${text}, payload ${text} not null)`);
    this.addSql(`create unique index messages_id on messages (id)`);
    // At most one message of a lane is in its turn: what a relay may take is found without looking at what waits.
    this.addSql(`create unique index messages_first on messages (brick, lane) where turn = 1`);
    this.addSql(`create index messages_ready on messages (brick, next_at, seq) where turn = 1`);
    this.addSql(`create index messages_waiting on messages (brick, lane, seq) where turn = 0`);
    this.addSql(`create index messages_leased on messages (brick, lease_until) where relay is not null`);
    this.addSql(`create index messages_replaces on messages (brick, replaces, seq) where replaces is not null`);
    this.addSql(`create index messages_unconfirmed on messages (brick, delivered_at)
      where state = 'delivered' and confirmed_at is null`);
    this.addSql(`create index messages_state on messages (state, seq)`);
    this.addSql(`create index messages_lane on messages (lane, seq)`);
    this.addSql(`create index messages_origin on messages (origin, seq)`);
  }
}

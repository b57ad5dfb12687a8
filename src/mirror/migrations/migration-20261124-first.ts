import { Migration } from '@mikro-orm/migrations';
import { flavour } from './flavour.ts';

/** The first version: revisions, records, bindings, streams, runs, holds, due roots. */
export class Migration20261124First extends Migration {
  override name = 'Migration20261124First';

  override up(): void {
    const { text, blob, small } = flavour(this.driver);
    this.addSql(`create table revisions (
      brick ${text} not null, kind ${text} not null, external_id ${text} not null, seq integer not null,
      hash ${text} not null, body ${blob}, state ${text} not null, change ${text} not null, run ${text} not null,
      seen_at ${text} not null, published_at ${text}, hold_id ${text}, parent ${text}, key ${text},
      primary key (brick, kind, external_id, seq))`);
    this.addSql(`create index revisions_pending on revisions (brick, kind, external_id) where state = 'read'`);
    this.addSql(`create index revisions_recent on revisions (brick, kind, published_at)
      where state = 'published' and change in ('update', 'delete')`);
    this.addSql(`create index revisions_held on revisions (hold_id) where hold_id is not null`);
    this.addSql(`create table records (
      brick ${text} not null, kind ${text} not null, external_id ${text} not null,
      head_seq integer not null, head_hash ${text} not null, head_deleted integer not null,
      published_seq integer, published_hash ${text}, published_alive integer not null, parent ${text}, key ${text},
      primary key (brick, kind, external_id)) ${small}`);
    this.addSql(`create index records_parent on records (brick, kind, parent) where parent is not null`);
    this.addSql(`create index records_key on records (brick, kind, key) where key is not null`);
    this.addSql(`create table bindings (
      brick ${text} not null, type ${text} not null, external_id ${text} not null, hub_id ${text} not null,
      primary key (brick, type, external_id)) ${small}`);
    this.addSql(`create index bindings_hub_id on bindings (hub_id)`);
    this.bookkeeping();
  }

  private bookkeeping(): void {
    const { text, small } = flavour(this.driver);
    this.addSql(`create table streams (
      brick ${text} not null, kind ${text} not null, checkpoint ${text} not null, first_read_at ${text},
      ids_at ${text}, read_at ${text}, version integer not null, primary key (brick, kind)) ${small}`);
    this.addSql(`create table runs (
      id ${text} not null primary key, brick ${text} not null, state ${text} not null, "full" integer not null,
      trigger ${text} not null, started_at ${text} not null, ended_at ${text}, read integer not null,
      revisions integer not null, tombstones integer not null, held integer not null, waiting_ms integer not null,
      ms integer not null, failures ${text} not null) ${small}`);
    this.addSql(`create index runs_brick on runs (brick, started_at, id)`);
    this.addSql(`create index runs_started on runs (started_at, id)`);
    this.addSql(`create table holds (
      id ${text} not null primary key, brick ${text} not null, kind ${text} not null, run ${text} not null,
      opened_at ${text} not null, state ${text} not null, creates integer not null, updates integer not null,
      deletes integer not null, reasons ${text} not null, sample ${text} not null) ${small}`);
    this.addSql(`create index holds_opened on holds (opened_at, id)`);
    this.addSql(`create table due (
      brick ${text} not null, root_kind ${text} not null, root_id ${text} not null,
      primary key (brick, root_kind, root_id)) ${small}`);
    this.addSql(`create table projection_failures (
      brick ${text} not null, root_kind ${text} not null, root_id ${text} not null, message ${text} not null,
      at ${text} not null, primary key (brick, root_kind, root_id)) ${small}`);
    this.addSql(`create table meta (name ${text} not null primary key, value ${text} not null) ${small}`);
  }
}

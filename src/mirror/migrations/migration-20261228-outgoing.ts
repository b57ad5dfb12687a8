import { SqliteDriver } from '@mikro-orm/sql';
import { Migration } from '@mikro-orm/migrations';
import { flavour } from './flavour.ts';
import { triggerOf, type Noted } from './noted.ts';

const NOTED: readonly Noted[] = [
  { table: 'holds', when: 'update of decisions', kind: 'hold', key: ['id'] },
  { table: 'outgoing', when: 'insert', kind: 'outgoing', key: ['message'] },
  { table: 'outgoing', when: 'update', kind: 'outgoing', key: ['message'] },
];

/**
 * What flows and edits want to write and was judged; what people have decided, for a mirror that has to be restored;
 * and more that a publication may have that is strange.
 */
export class Migration20261228Outgoing extends Migration {
  override name = 'Migration20261228Outgoing';

  override up(): void {
    const { text, small } = flavour(this.driver);
    const sqlite = this.driver instanceof SqliteDriver;
    this.addSql(`create table outgoing (
      message ${text} not null, about ${text} not null, brick ${text} not null, command ${text} not null, at ${text} not null,
      records integer not null, hold_id ${text}, said ${text} not null, fields ${text} not null,
      primary key (message, about)) ${small}`);
    this.addSql(`create index outgoing_at on outgoing (brick, command, at)`);
    this.addSql(`create index outgoing_said on outgoing (brick, said)`);
    this.addSql(`create index outgoing_hold on outgoing (hold_id, about)`);
    this.addSql(`create table decided_words (
      brick ${text} not null, kind ${text} not null, external_id ${text} not null, hash ${text} not null,
      decision ${text} not null, hold_id ${text} not null, primary key (brick, kind, external_id, hash)) ${small}`);
    this.addSql(`alter table holds add column direction ${text} not null default 'incoming'`);
    for (const column of ['quantities', 'trade', 'texts'])
      this.addSql(`alter table publications add column ${column} integer not null default 0`);
    for (const [index, noted] of NOTED.entries())
      for (const statement of triggerOf(`journal_holds_${index + 1}`, noted, { sqlite })) this.addSql(statement);
  }
}

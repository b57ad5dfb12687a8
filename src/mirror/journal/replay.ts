import { openDatabase, type Database, type DatabasePlace } from '../database.ts';
import type { JournalPosition, JournalReplay } from '../journal.ts';
import { invalid } from '../mirror-error.ts';
import { migrationState } from '../migration-state.ts';
import { applyLine } from './apply-line.ts';
import { settleReplayed } from './settle-replayed.ts';
import { journalPosition, newLine } from './position.ts';

/** Opens a restored database; null: it is none that a hub of this kind has made. */
export async function openReplay(place: DatabasePlace): Promise<JournalReplay | null> {
  const database = await openDatabase(place, { readOnly: false });
  try {
    const { applied } = await migrationState(database.sql);
    const tables = new Set((await database.sql.kysely.introspection.getTables()).map(({ name }) => name));
    if (!tables.has('messages') || !tables.has('meta')) {
      await database.close();
      return null;
    }
    const position = tables.has('journal') ? await journalPosition(database.sql) : null;
    // What is put here now is no news.
    await database.sql.run('delete from meta where name = ?', ['journal']);
    return new Replay(database, { position, schema: applied.at(-1) ?? '' });
  } catch (error) {
    await database.close();
    throw error;
  }
}

class Replay implements JournalReplay {
  readonly position: JournalPosition | null;
  readonly #database: Database;
  #schema: string;

  constructor(database: Database, { position, schema }: { position: JournalPosition | null; schema: string }) {
    this.#database = database;
    this.position = position;
    this.#schema = schema;
  }

  async apply({ schema, lines }: { schema: string; lines: AsyncIterable<string> }): Promise<number> {
    if (schema !== this.#schema) await this.#migrate(schema);
    return this.#database.transaction(async (sql) => {
      let messages = 0;
      for await (const line of lines) if ((await applyLine(sql, line)) === 'messages') messages += 1;
      return messages;
    });
  }

  /** The hub was upgraded after the backup. */
  async #migrate(schema: string): Promise<void> {
    await this.#database.migrate();
    const { applied } = await migrationState(this.#database.sql);
    if (!applied.includes(schema))
      throw invalid(
        'JOURNAL_NEWER',
        `A later release of Mortar wrote this part of the journal (${schema}).`,
        'Restore with that release, or a later one.',
      );
    this.#schema = schema;
  }

  async end(last: JournalPosition | null): Promise<number> {
    return this.#database.transaction(async (sql) => {
      const next = last && { ...last, line: newLine(), after: last.line };
      return settleReplayed(sql, next);
    });
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}

import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

export interface SqliteOptions {
  file: string;
  readOnly: boolean;
}

const CACHED_STATEMENTS = 400;

/** One connection to a SQLite file that keeps its prepared statements. */
export class SqliteHandle {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #durable = true;

  constructor(options: SqliteOptions) {
    this.#database = new DatabaseSync(options.file, { readOnly: options.readOnly, timeout: 5_000 });
    try {
      // Not mapped into memory: page faults cost as much as reads do, and the mirror would count as the hub's memory.
      this.#database.exec('pragma foreign_keys = on; pragma cache_size = -32000');
      if (!options.readOnly) {
        this.#database.exec(
          'pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 8000; pragma secure_delete = fast',
        );
      }
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  statement(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known) return known;
    const made = this.#database.prepare(text);
    if (this.#statements.size >= CACHED_STATEMENTS) {
      const [oldest] = this.#statements.keys();
      if (oldest !== undefined) this.#statements.delete(oldest);
    }
    this.#statements.set(text, made);
    return made;
  }

  all(text: string, params: readonly SQLInputValue[]): Record<string, unknown>[] {
    return this.statement(text).all(...params);
  }

  run(text: string, params: readonly SQLInputValue[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
    return this.statement(text).run(...params);
  }

  /** Whether the commits that follow wait for the disk. Outside of transactions only. */
  durable(wanted: boolean): void {
    if (this.#durable === wanted) return;
    this.#database.exec(`pragma synchronous = ${wanted ? 'full' : 'normal'}`);
    this.#durable = wanted;
  }

  /** Whether what is deleted or replaced is overwritten with zeros; else only where that costs nothing. */
  overwriting(wanted: boolean): void {
    this.#database.exec(`pragma secure_delete = ${wanted ? 'on' : 'fast'}`);
  }

  /** Brings all that was written into the database's own file, and empties the one beside it, if no reader is in its way. */
  checkpoint(): void {
    this.#database.exec('pragma wal_checkpoint(truncate)');
  }

  /** Changes whenever another connection commits. */
  dataVersion(): number {
    return Number(this.statement('pragma data_version').get()?.['data_version']);
  }

  /** Whether statements of this text give rows. */
  reads(text: string): boolean {
    return this.statement(text).columns().length > 0;
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }
}

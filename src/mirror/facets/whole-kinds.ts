import type { RawRecord } from '#sdk';
import type { Bodies } from '../persons/index.ts';
import type { Sql } from '../sql.ts';
import { streamVersions } from '../write/streams.ts';
import { loadWholeKind } from './load-records.ts';

interface WholeKind {
  version: number;
  records: readonly RawRecord[];
  byId: ReadonlyMap<string, RawRecord>;
}

const NOTHING: WholeKind = { version: -1, records: [], byId: new Map() };

/** The small reference kinds of one brick, parsed once and kept until the stream's version moves. */
export class WholeKinds {
  readonly #brick: string;
  readonly #bodies: Bodies;
  readonly #kinds = new Map<string, WholeKind>();
  readonly #derived = new Map<string, { versions: string; value: unknown }>();

  constructor(brick: string, bodies: Bodies) {
    this.#brick = brick;
    this.#bodies = bodies;
  }

  /** Call in every transaction, before anything is asked. */
  async refresh(sql: Sql, kinds: Iterable<string>): Promise<void> {
    const versions = await streamVersions(sql, this.#brick);
    for (const kind of kinds) {
      const version = versions.get(kind) ?? 0;
      if (this.#kinds.get(kind)?.version === version) continue;
      const records = await loadWholeKind(sql, { brick: this.#brick, kind }, this.#bodies);
      const byId = new Map(records.map((record) => [record.id, record]));
      this.#kinds.set(kind, { version, records, byId });
    }
  }

  all(kind: string): readonly RawRecord[] {
    return (this.#kinds.get(kind) ?? NOTHING).records;
  }

  get(kind: string, id: string): RawRecord | undefined {
    return this.#kinds.get(kind)?.byId.get(id);
  }

  derived<T>(name: string, kinds: readonly string[], compute: () => T): T {
    const versions = kinds.map((kind) => `${kind}:${(this.#kinds.get(kind) ?? NOTHING).version}`).join();
    const known = this.#derived.get(name);
    if (known?.versions === versions) return known.value as T;
    const value = compute();
    this.#derived.set(name, { versions, value });
    return value;
  }

  /** Forgets everything: what was read in a transaction that was rolled back was never so. */
  clear(): void {
    this.#kinds.clear();
    this.#derived.clear();
  }
}

import type { AuditEntry, AuditFilter, AuditStore, NewAuditEntry } from '../../src/mirror/index.ts';
import type { AuditTrail } from '../../src/audit/index.ts';

/** A trail in memory: what was entered, without a chain. */
export class MemoryAudit implements Pick<AuditStore, 'page' | 'count'>, Pick<AuditTrail, 'note' | 'enter'> {
  readonly entries: AuditEntry[] = [];
  /** Thrown by whoever enters. */
  trouble: Error | null = null;

  async note(entry: Omit<NewAuditEntry, 'at'>): Promise<void> {
    this.#add(entry);
  }

  async enter(entry: Omit<NewAuditEntry, 'at'>): Promise<number> {
    return this.#add(entry);
  }

  async page({ first, after, ...filter }: AuditFilter & { first: number; after?: number | undefined }) {
    return this.#found(filter)
      .filter(({ seq }) => after === undefined || seq < after)
      .toReversed()
      .slice(0, first);
  }

  async count(filter: AuditFilter): Promise<number> {
    return this.#found(filter).length;
  }

  #add(entry: Omit<NewAuditEntry, 'at'>): number {
    if (this.trouble) throw this.trouble;
    const seq = this.entries.length + 1;
    const hashes = { previous: String(seq - 1).padStart(64, '0'), hash: String(seq).padStart(64, '0') };
    this.entries.push({ ...entry, ...hashes, seq, at: '2026-11-15T12:00:00.000Z' });
    return seq;
  }

  #found({ person, token, from, to }: AuditFilter): AuditEntry[] {
    return this.entries.filter(
      ({ people, who, at }) =>
        (person === undefined || people.includes(person)) &&
        (token === undefined || who === token) &&
        (from === undefined || at >= from) &&
        (to === undefined || at < to),
    );
  }
}

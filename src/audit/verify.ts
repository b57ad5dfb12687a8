import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { auditHash, NOTHING_BEFORE, type AuditHead, type AuditReader, type StoredAuditEntry } from '../mirror/index.ts';

/** What is wrong with the first entry that is not as it was appended. */
export interface BrokenEntry {
  seq: number;
  /** `changed`: its content; `missing`: entries before it; `index`: who is found by it; `head`: an anchor says otherwise. */
  reason: 'changed' | 'missing' | 'index' | 'head';
  message: string;
}

/** What a look at the whole chain found. */
export interface Verification {
  entries: number;
  /** The first one that is still kept. */
  first: number | null;
  head: AuditHead | null;
  /** Mutations and verbs of which no end was entered: the hub died meanwhile, or they are under way. */
  unfinished: number;
  /** Heads that were written down elsewhere and compared. */
  anchors: number;
  broken: BrokenEntry | null;
}

const PAGE = 500;
const cutSchema = z.object({ through: z.number().int(), hash: z.string() });

/** Reads the whole chain, page by page, and compares it with heads that were written down elsewhere. */
export async function verifyTrail(
  reader: Pick<AuditReader, 'head' | 'stored' | 'indexed'>,
  anchors: readonly AuditHead[],
): Promise<Verification> {
  const head = await reader.head();
  const walk = new ChainWalk(anchors);
  for (let after = 0; head !== null && after < head.seq && walk.broken === null;) {
    const rows = await reader.stored({ after, through: head.seq, limit: PAGE });
    const last = rows.at(-1)?.seq ?? head.seq;
    const people = await reader.indexed({ after, through: last });
    for (const row of rows) walk.take(row, people.get(row.seq) ?? []);
    after = last;
    // Others have their turn.
    await setImmediate();
  }
  walk.end();
  const { entries, first, broken, unfinished } = walk;
  return { entries, first, head, unfinished: unfinished.size, anchors: anchors.length, broken };
}

class ChainWalk {
  readonly #anchors: readonly AuditHead[];
  readonly unfinished = new Set<number>();
  entries = 0;
  first: number | null = null;
  broken: BrokenEntry | null = null;
  #firstPrevious = NOTHING_BEFORE;
  #last: AuditHead = { seq: 0, hash: NOTHING_BEFORE };
  #cut: z.infer<typeof cutSchema> | null = null;

  constructor(anchors: readonly AuditHead[]) {
    this.#anchors = anchors;
  }

  take(row: StoredAuditEntry, indexed: readonly string[]): void {
    if (this.broken) return;
    this.entries += 1;
    if (this.first === null) {
      this.first = row.seq;
      this.#firstPrevious = row.previous;
    } else if (row.seq !== this.#last.seq + 1 || row.previous !== this.#last.hash) {
      return this.#break(row.seq, 'missing', `Entry ${row.seq} does not follow entry ${this.#last.seq}.`);
    }
    if (auditHash(row) !== row.hash) {
      return this.#break(row.seq, 'changed', `Entry ${row.seq} is not what was appended.`);
    }
    const people = JSON.stringify((JSON.parse(row.people) as string[]).toSorted());
    if (people !== JSON.stringify(indexed.toSorted())) {
      return this.#break(row.seq, 'index', `Entry ${row.seq} is not found under the people whom it names.`);
    }
    this.#last = { seq: row.seq, hash: row.hash };
    if (row.kind === 'cut') this.#cut = cutSchema.safeParse(JSON.parse(row.detail)).data ?? this.#cut;
    if (row.outcome === 'begun') this.unfinished.add(row.seq);
    if (row.begun !== null) this.unfinished.delete(row.begun);
    for (const { seq, hash } of this.#anchors) {
      if (seq !== row.seq) continue;
      if (hash !== row.hash)
        this.#break(seq, 'head', `Entry ${seq} is another one than the head that was written down.`);
    }
  }

  end(): void {
    if (this.broken) return;
    const { first } = this;
    if (first !== null && first > 1) {
      const isCut = this.#cut?.through === first - 1 && this.#cut.hash === this.#firstPrevious;
      if (!isCut) return this.#break(first, 'missing', `Entries before ${first} are gone, and no entry says so.`);
    }
    const gone = this.#anchors.find(({ seq }) => seq > this.#last.seq);
    if (gone) {
      const text = `The trail ends at entry ${this.#last.seq}; entry ${gone.seq} was written down as its head.`;
      this.#break(this.#last.seq + 1, 'head', text);
    }
    const cut = this.#anchors.find(({ seq, hash }) => seq === this.#cut?.through && hash !== this.#cut.hash);
    if (cut) this.#break(cut.seq, 'head', `Entry ${cut.seq} was another one when it was cut off than the head says.`);
  }

  #break(seq: number, reason: BrokenEntry['reason'], message: string): void {
    this.broken ??= { seq, reason, message };
  }
}

import type {
  BindingConflict,
  BindingRow,
  FacetReader,
  FacetRow,
  HoldRow,
  MirrorReader,
  PageQuery,
  RunRow,
  Where,
} from '../../src/mirror/contract.ts';
import {
  fold,
  type ChangeRow,
  type FacetLink,
  type FacetType,
  type MessageReceipt,
  type MessageRow,
  type NewOutgoing,
  type RecordChange,
} from '../../src/mirror/index.ts';
import { parseCursor, toCursor } from './fake-cursor.ts';
import { editRows, type FakeEdit } from './fake-edits.ts';
import { shopFacetTypes } from '../../src/roles/shop/facet-types.ts';
import type { ShopFacets } from '../../src/roles/shop/facets.ts';

type Value = string | number | null;
type Measure = { quantity: number; micros: number };
type Period = { from?: string; to?: string; scope?: string };

export interface FakeFacet {
  type: string;
  id: string;
  brick: string;
  facet: object;
}

const A_STREAM = { checkpoint: null, firstReadAt: null, idsAt: null, readAt: null, version: 1 };
const NOTHING = { update: 0, delete: 0, prices: 0, identities: 0, reshaped: 0, discounts: 0, sales: 0, texts: 0 };

/** A mirror in memory: the same answers as the real one, and a list of what was read. */
export class FakeMirror {
  readonly calls: string[] = [];
  readonly facets: FakeFacet[] = [];
  /** External ids by hub id, where they are others than `x-<id>`. */
  readonly externalIds = new Map<string, string>();
  readonly runs: RunRow[] = [];
  readonly holds: HoldRow[] = [];
  readonly recordChanges: RecordChange[] = [];
  readonly conflicts: BindingConflict[] = [];
  readonly bindings: BindingRow[] = [];
  readonly messages: MessageRow[] = [];
  /** Which messages lie over which facets. */
  readonly pending: { type: string; brick: string; hubId: string; message: string }[] = [];
  /** What an outbox beside it answers to a key that was used. */
  known: ((order: Parameters<MirrorReader['known']>[0]) => MessageReceipt | null) | null = null;
  /** What moved, in order. */
  readonly changes: ChangeRow[] = [];
  /** Pieces set aside, by variant. */
  readonly reserved = new Map<string, number>();
  /** Mass edits, oldest first. */
  readonly edits: FakeEdit[] = [];
  /** What was judged of what flows and edits want to write. */
  readonly outgoing: NewOutgoing[] = [];
  /** Hashes of what a person has rejected. */
  readonly rejected = new Set<string>();
  /** What every brick is read for. */
  readonly kinds: string[] = [];
  /** Roots whose facets do not show yet what is known. */
  dueRoots = 0;
  readonly #types: readonly FacetType[];
  /** When set, every read of facets throws it. */
  failure: Error | null = null;

  /** Roles beside the shop hand over their own facet types. */
  constructor(types: readonly FacetType[] = shopFacetTypes) {
    this.#types = types;
  }

  add<Type extends keyof ShopFacets>(type: Type, id: string, facet: ShopFacets[Type], brick = 'shop-fr'): void {
    this.put(type, id, facet, brick);
  }

  /** A facet of any role. */
  put<Facet extends object>(type: string, id: string, facet: Facet, brick: string): void {
    this.#typeOf(type);
    this.facets.push({ type, id, facet, brick });
  }

  #rows(type: string, brick: string | null): FacetRow[] {
    return this.facets
      .filter((row) => row.type === type && (brick === null || row.brick === brick))
      .map((row) => ({ ...toRow(row), externalId: this.externalIds.get(row.id) ?? `x-${row.id}` }))
      .sort((a, b) => compare(a.id, b.id));
  }

  #read(name: string): void {
    this.calls.push(name);
    if (this.failure) throw this.failure;
  }

  #matching(query: Omit<PageQuery, 'first'>): FacetRow[] {
    const words = fold(query.search ?? '')
      .split(/\s+/)
      .filter(Boolean);
    return this.#rows(query.type, query.brick)
      .filter((row) => (query.where ?? []).every((where) => this.#fits(query.type, row, where)))
      .filter((row) => words.every((word) => fold(this.#typeOf(query.type).search?.(row.facet) ?? '').includes(word)));
  }

  #typeOf(name: string): FacetType {
    const found = this.#types.find((type) => type.name === name);
    if (!found) throw new Error(`No facet type ${name}`);
    return found;
  }

  #column(type: string, column: string, row: FacetRow): Value {
    const declared = this.#typeOf(type).columns[column];
    if (!declared) throw new Error(`No column ${type}.${column}`);
    return declared.of(row.facet);
  }

  #links(type: string, link: string, row: FacetRow): FacetLink[] {
    const links = this.#typeOf(type).links[link];
    if (!links) throw new Error(`No link ${type}.${link}`);
    return links(row.facet);
  }

  #measured(type: string, brick: string, link: string, { from, to, scope }: Period): Map<string, Measure> {
    const sums = new Map<string, Measure>();
    for (const row of this.#rows(type, brick)) {
      for (const { target, at, quantity, micros, scope: scopeOf } of this.#links(type, link, row)) {
        if ((from && !(at && at >= from)) || (to && !(at && at < to)) || (scope && scopeOf !== scope)) continue;
        const sum = sums.get(target) ?? { quantity: 0, micros: 0 };
        sums.set(target, { quantity: sum.quantity + (quantity ?? 0), micros: sum.micros + (micros ?? 0) });
      }
    }
    return sums;
  }

  #fits(type: string, row: FacetRow, where: Where): boolean {
    const all = (of: string, one: FacetRow, conditions: readonly Where[]) =>
      conditions.every((condition) => this.#fits(of, one, condition));
    if ('ids' in where) return where.ids.includes(row.id);
    if ('any' in where) return where.any.some((conditions) => all(type, row, conditions));
    if ('not' in where) return !all(type, row, where.not);
    if ('some' in where) {
      const { type: of, brick, column, where: inner } = where.some;
      return this.#rows(of, brick).some((one) => this.#column(of, column, one) === row.id && all(of, one, inner));
    }
    if ('same' in where) {
      const { type: of, brick, where: inner } = where.same;
      return this.#rows(of, brick).some((one) => one.id === row.id && all(of, one, inner));
    }
    if ('linkedFrom' in where) {
      const { type: of, brick, link, from, to } = where.linkedFrom;
      const links = this.#rows(of, brick).flatMap((one) => this.#links(of, link, one));
      return links.some(
        ({ target, at }) =>
          target === row.id && (from === undefined || (at ?? '') >= from) && (to === undefined || (!!at && at < to)),
      );
    }
    if ('differs' in where) {
      const { column, from } = where.differs;
      const other = this.#rows(from.type, from.brick).find(({ id }) => id === row.id);
      const values = [this.#column(type, column, row), other ? this.#column(from.type, from.column, other) : null];
      return !values.includes(null) && values[0] !== values[1];
    }
    if ('link' in where) return this.#links(type, where.link, row).some(({ target }) => where.to.includes(target));
    return holdsOf(this.#column(type, where.column, row), where);
  }

  readonly reader = {
    facets: {
      byIds: async <Facet>(type: string, brick: string, ids: readonly string[]) => {
        this.#read(`byIds ${type}`);
        const rows = this.#rows(type, brick).filter((row) => ids.includes(row.id));
        return new Map(rows.map((row) => [row.id, row as FacetRow<Facet>]));
      },
      byColumn: async <Facet>(type: string, brick: string, column: string, values: readonly string[]) => {
        this.#read(`byColumn ${type}.${column}`);
        const rows = this.#rows(type, brick);
        return new Map(
          values.map((value) => [
            value,
            rows.filter((row) => String(this.#column(type, column, row)) === value) as FacetRow<Facet>[],
          ]),
        );
      },
      linked: async (type, brick, link, targets) => {
        this.#read(`linked ${type}.${link}`);
        const rows = this.#rows(type, brick);
        const to = (target: string) =>
          rows.filter((row) => this.#links(type, link, row).some((one) => one.target === target));
        return new Map(targets.map((target) => [target, to(target).map((row) => row.id)]));
      },
      measured: async (type, brick, link, targets, period) => {
        this.#read(`measured ${type}.${link}`);
        const sums = this.#measured(type, brick, link, period);
        return new Map(targets.flatMap((target) => [[target, sums.get(target)] as const]).filter(isPresent));
      },
      sums: async (type, brick, link, { first, ...period }) => {
        this.#read(`sums ${type}.${link}`);
        const sums = [...this.#measured(type, brick, link, period)];
        return new Map(sums.sort(([a, x], [b, y]) => y.quantity - x.quantity || compare(a, b)).slice(0, first));
      },
      gaps: async (type, brick, { by, number, only, first }) => {
        this.#read(`gaps ${type}.${number}`);
        const series = Map.groupBy(
          this.#rows(type, brick).filter(
            (row) => this.#column(type, by, row) !== null && this.#column(type, number, row) !== null,
          ),
          (row) => String(this.#column(type, by, row)),
        );
        const gaps = [...series]
          .filter(([name]) => only === undefined || name === only)
          .sort(([a], [b]) => compare(a, b))
          .flatMap(([name, rows]) => {
            const numbers = rows.map((row) => Number(this.#column(type, number, row))).sort((a, b) => a - b);
            return numbers.flatMap((before, index) => {
              const after = numbers[index - 1];
              return after !== undefined && before > after + 1 ? [{ by: name, after, before }] : [];
            });
          });
        return gaps.slice(0, first);
      },
      page: async <Facet>(query: PageQuery) => {
        this.#read(`page ${query.type}`);
        const { orderBy } = query;
        const key = (row: FacetRow) => (orderBy ? this.#column(query.type, orderBy.column, row) : null);
        const sorted = this.#matching(query).sort(
          (a, b) => order(key(a), key(b), orderBy?.descending ?? false) || compare(a.id, b.id),
        );
        const after = query.after === undefined ? null : parseCursor(query.after);
        const rest = after
          ? sorted.filter(
              (row) => (order(key(row), after[0], orderBy?.descending ?? false) || compare(row.id, after[1])) > 0,
            )
          : sorted;
        const rows = rest
          .slice(0, query.first)
          .map((row) => ({ row: row as FacetRow<Facet>, cursor: toCursor(key(row), row.id) }));
        return { rows, hasNext: rest.length > query.first };
      },
      count: async (query) => {
        this.#read(`count ${query.type}`);
        return this.#matching(query).length;
      },
      origins: async (type, ids) => {
        this.#read(`origins ${type}`);
        const names = this.#types.filter(({ name, entity }) => (entity ?? name) === type).map(({ name }) => name);
        const rows = names.flatMap((name) => this.#rows(name, null));
        return new Map(
          ids.map((id) => {
            const origins = rows.filter((row) => row.id === id).map(({ facet: _, ...origin }) => origin);
            return [id, [...new Map(origins.map((origin) => [origin.brick, origin])).values()]];
          }),
        );
      },
    } satisfies FacetReader,
    runs: async ({ brick, first, after }) =>
      pageOf(
        this.runs.filter((run) => !brick || run.brick === brick),
        first,
        after,
      ),
    holds: async ({ brick, state, first, after }) =>
      pageOf(
        this.holds.filter((hold) => (!brick || hold.brick === brick) && (!state || hold.state === state)),
        first,
        after,
      ),
    hold: async (id) => this.holds.find((one) => one.id === id) ?? null,
    holdChanges: async () => ({ rows: this.recordChanges, hasNext: false, next: null }),
    changesBetween: async () => ({ rows: this.recordChanges, hasNext: false, next: null }),
    firstBadChange: async () => null,
    latest: async () => [],
    latestIds: async () => [],
    latestByIds: async () => [],
    missing: async () => [],
    stream: async () => null,
    streams: async (brick) => this.kinds.map((kind) => ({ ...A_STREAM, brick, kind })),
    unreadable: async () => [],
    counts: async () => ({ published: 0, recent: NOTHING }),
    pending: async () => [],
    due: async () => this.dueRoots,
    bindingConflicts: async ({ type, brick, first, after }) =>
      pageOf(
        this.conflicts.filter((one) => (!type || one.type === type) && (!brick || one.brick === brick)),
        first,
        after,
      ),
    bindings: async (type, ids) =>
      this.bindings.filter((one) => one.type === type && (ids.includes(one.hubId) || ids.includes(one.bornAs))),
    messages: async ({ ids, state, brick, lane, origin, first, after }) =>
      pageOf(
        this.messages.filter(
          (one) =>
            (!ids || ids.includes(one.id)) &&
            (!state || one.state === state) &&
            (!brick || one.brick === brick) &&
            (!lane || one.lane === lane) &&
            (!origin || one.origin === origin),
        ),
        first,
        after,
      ),
    messageCounts: async (origin?: string) =>
      [
        ...Map.groupBy(
          this.messages.filter((one) => !origin || one.origin === origin),
          ({ brick, state }) => `${brick} ${state}`,
        ).values(),
      ].flatMap((same) => {
        const [one] = same;
        const oldest = same.map(({ createdAt }) => createdAt).sort()[0] ?? '';
        return one ? [{ brick: one.brick, state: one.state, count: same.length, oldest }] : [];
      }),
    pendingMessages: async (type, brick, hubIds) => {
      this.#read(`pendingMessages ${type}`);
      const over = this.pending.filter((one) => one.type === type && one.brick === brick);
      const byId = Map.groupBy(over, ({ hubId }) => hubId);
      return new Map(
        hubIds.flatMap((id) => {
          const found = byId.get(id)?.flatMap(({ message }) => this.messages.filter((one) => one.id === message));
          return found ? [[id, found] as const] : [];
        }),
      );
    },
    known: async (order) => this.known?.(order) ?? null,
    reserved: async (variants) => {
      this.#read('reserved');
      return new Map([...this.reserved].filter(([variant]) => variants.includes(variant)));
    },
    changes: async ({ after, types, brick, first }) =>
      this.changes
        .filter((one) => one.seq > after && (types?.includes(one.type) ?? true) && (brick ?? one.brick) === one.brick)
        .slice(0, first),
    outgoingCount: async (brick, command) =>
      this.outgoing.filter((one) => one.brick === brick && one.command === command && one.hold === null).length,
    heldMessages: async (brick) => this.outgoing.filter((one) => one.brick === brick && one.hold !== null),
    rejectedWords: async (_brick, said) => new Set(said.filter((word) => this.rejected.has(word))),
    recentUpdates: async () => [],
    untoldEchoes: async () => 0,
    lastChange: async () => this.changes.at(-1)?.seq ?? 0,
    cursor: async () => null,
    edits: async ({ first, after, ...filter }) => pageOf(editRows(this, filter), first, after),
    editCount: async (filter) => editRows(this, filter).length,
    editInput: async (id) => this.edits.find((edit) => edit.id === id)?.input ?? null,
    editRecords: async (id, { left, first, skip }) => {
      const records = this.edits.find((edit) => edit.id === id)?.records ?? [];
      return records.filter(({ message }) => (message === null) === left).slice(skip, skip + first);
    },
    close: async () => undefined,
  } satisfies MirrorReader;
}

function toRow({ id, brick, facet }: FakeFacet): FacetRow {
  return {
    id,
    brick,
    externalId: `x-${id}`,
    url: `https://${brick}.example/admin/${id}`,
    seenAt: '2026-11-01T00:00:00.000Z',
    facet,
  };
}

function holdsOf(value: Value, where: Extract<Where, { column: string }>): boolean {
  if ('isNull' in where) return (value === null) === where.isNull;
  if ('in' in where) return value !== null && where.in.includes(value);
  if (value === null) return false;
  return (where.atLeast === undefined || value >= where.atLeast) && (where.below === undefined || value < where.below);
}

function isPresent(entry: readonly [string, Measure | undefined]): entry is readonly [string, Measure] {
  return entry[1] !== undefined;
}

function order(a: Value, b: Value, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return descending ? compare(b, a) : compare(a, b);
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : Number(a > b);
}

function pageOf<Row extends { id: string }>(
  rows: Row[],
  first: number,
  after: string | undefined,
): { rows: Row[]; hasNext: boolean } {
  const begin = after === undefined ? 0 : rows.findIndex((row) => row.id === after) + 1;
  return { rows: rows.slice(begin, begin + first), hasNext: rows.length > begin + first };
}

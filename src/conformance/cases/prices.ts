import { strict as assert } from 'node:assert';
import type { JsonObject, JsonValue, RawRecord, Stream } from '#sdk';
import type { SubjectCase } from '../conformance.ts';
import { inOrder, MemoryMirror } from '../memory-mirror.ts';
import { NotApplicable } from '../not-applicable.ts';
import { project } from '../projection.ts';

/** Facets of what is sold. */
const SOLD: ReadonlySet<string> = new Set(['Variant', 'TillItem']);
/** How many things of a kind are looked at. */
const SAMPLE = 25;
const ID_LIKE = /^id$|^id_|_id$|Id$/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** A price that nobody watches could fall to nothing unseen. */
export const priceCases: readonly SubjectCase[] = [
  {
    name: 'fields that decide what something costs are watched',
    async run({ open, clock, connector }) {
      const { streams } = open();
      const whole = new MemoryMirror();
      for (const stream of inOrder(streams)) await whole.runStream(stream, clock);
      const mirror = new Sampled(whole, new Set(connector.aggregates.map(({ root }) => root)));
      const before = pricesIn(mirror, streams, connector.aggregates);
      const sellers = connector.aggregates.filter((one) => pricesIn(mirror, streams, [one]).size > 0);
      const kinds = new Set(
        sellers.flatMap(({ root, reads }) => [
          root,
          ...reads.flatMap(({ kind, as }) => (as === 'children' ? kind : [])),
        ]),
      );
      const deciding: { kind: string; field: string }[] = [];
      for (const kind of kinds)
        for (const field of numbersIn(mirror.records(kind))) {
          const after = pricesIn(new Moved(mirror, kind, field), streams, sellers);
          if ([...after].some(([id, price]) => before.has(id) && before.get(id) !== price))
            deciding.push({ kind, field });
        }
      if (deciding.length === 0) throw new NotApplicable('No number of a record decides what something costs.');
      const unwatched = deciding.filter(({ kind, field }) => {
        const watched = streams.find((stream) => stream.kind === kind)?.watched ?? [];
        return !watched.some((one) => one.field === field && one.sense === 'price');
      });
      assert.deepEqual(unwatched, []);
    },
  },
];

/** Only some things of each kind, with all that belongs to them. */
class Sampled extends MemoryMirror {
  readonly #known = new Map<string, RawRecord[]>();
  readonly #mirror: MemoryMirror;
  readonly #roots: ReadonlySet<string>;

  constructor(mirror: MemoryMirror, roots: ReadonlySet<string>) {
    super();
    this.#mirror = mirror;
    this.#roots = roots;
  }

  override records(kind: string): RawRecord[] {
    const known = this.#known.get(kind) ?? this.#sampled(kind);
    this.#known.set(kind, known);
    return known;
  }

  #sampled(kind: string): RawRecord[] {
    const records = this.#mirror.records(kind);
    const step = this.#roots.has(kind) ? Math.max(1, Math.floor(records.length / SAMPLE)) : 1;
    return records.filter((_, at) => at % step === 0);
  }
}

/** The same with one number moved in every record of a kind. */
class Moved extends MemoryMirror {
  readonly #mirror: MemoryMirror;
  readonly #kind: string;
  readonly #field: string;
  readonly #known = new Map<string, RawRecord[]>();

  constructor(mirror: MemoryMirror, kind: string, field: string) {
    super();
    this.#mirror = mirror;
    this.#kind = kind;
    this.#field = field;
  }

  override records(kind: string): RawRecord[] {
    const known = this.#known.get(kind) ?? this.#moved(kind);
    this.#known.set(kind, known);
    return known;
  }

  #moved(kind: string): RawRecord[] {
    const records = this.#mirror.records(kind);
    if (kind !== this.#kind) return records;
    const field = this.#field;
    return records.map(({ id, body }) => ({ id, body: { ...body, [field]: moved(body[field] ?? null) } }));
  }
}

function isNumber(value: JsonValue | undefined): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && NUMBER.test(value));
}

function numbersIn(records: readonly RawRecord[]): string[] {
  const fields = records.flatMap(({ body }) => Object.keys(body).filter((field) => isNumber(body[field])));
  return [...new Set(fields)].filter((field) => !ID_LIKE.test(field));
}

function moved(value: JsonValue): JsonValue {
  if (!isNumber(value)) return value;
  const far = Number(value) * 3 + 1;
  return typeof value === 'number' ? far : far.toFixed(value.split('.')[1]?.length ?? 0);
}

/** What each thing costs; one whose record makes no sense any more is left out. */
function pricesIn(
  mirror: MemoryMirror,
  streams: readonly Stream[],
  aggregates: Parameters<typeof project>[2],
): Map<string, string> {
  const prices = new Map<string, string>();
  for (const { type, externalId, facet } of projected(mirror, streams, aggregates))
    if (SOLD.has(type)) prices.set(`${type}/${externalId}`, priceOf(facet as JsonObject));
  return prices;
}

function projected(...[mirror, streams, aggregates]: Parameters<typeof project>): ReturnType<typeof project> {
  try {
    return project(mirror, streams, aggregates);
  } catch {
    return [];
  }
}

function priceOf({ listPrice, priceWithTax, costPrice, priceRules }: JsonObject): string {
  const rules = Array.isArray(priceRules) ? (priceRules as JsonObject[]) : [];
  const cheaper = rules.map(({ fixedPrice, reduction }) => {
    const { percent, amount } = (reduction ?? {}) as JsonObject;
    return [fixedPrice, percent, amount];
  });
  return JSON.stringify([listPrice, priceWithTax, costPrice, cheaper]);
}

import type { JsonObject, RawRecord } from '#sdk';
import { recordIdOf, type Claim, type ClaimKind, type Doubt } from './claim.ts';
import { mergeFields, type Fields } from './merge.ts';

/** What the brick holds of one thing. */
export interface Thing {
  id: string;
  kind: ClaimKind;
  keys: readonly string[];
  fields: Fields;
}

/** Things by what they are recognised by. Claims are put to those that are there, or make new ones. */
export class Gathering {
  readonly #byKey = new Map<string, Thing>();
  readonly #things = new Map<string, Thing>();
  readonly #touched = new Set<string>();
  readonly doubts: Doubt[] = [];

  /** What is known already; it is no change. */
  know(kind: ClaimKind, { id, body }: RawRecord): void {
    const { keys, fields } = body as unknown as Pick<Thing, 'keys' | 'fields'>;
    this.#keep({ id, kind, keys, fields });
  }

  add(claim: Claim): void {
    const known = this.#find(claim);
    const { fields, ties } = mergeFields(known?.fields ?? {}, claim.fields);
    // A key of a thing that is another one already stays with that one.
    const free = claim.keys.filter((key) => this.#at(claim.kind, key) === undefined);
    const [first = ''] = claim.keys;
    const thing = known
      ? { ...known, keys: [...known.keys, ...free], fields }
      : { id: recordIdOf(claim.kind, first), kind: claim.kind, keys: free, fields };
    for (const { field, kept, other } of ties) this.doubts.push(tieOf(first, field, kept.source, other.source));
    if (known && JSON.stringify(known) === JSON.stringify(thing)) return;
    this.#keep(thing);
    this.#touched.add(nameOf(thing.kind, thing.id));
  }

  /** The thing that this key stands for, if there is one. */
  idOf(kind: ClaimKind, key: string): string | undefined {
    return this.#at(kind, key)?.id;
  }

  /** Things that are new or say something else than before. */
  changed(kind: ClaimKind): Thing[] {
    return [...this.#touched].flatMap((name) => this.#things.get(name) ?? []).filter((thing) => thing.kind === kind);
  }

  #at(kind: ClaimKind, key: string): Thing | undefined {
    const name = this.#byKey.get(nameOf(kind, key))?.id;
    return name === undefined ? undefined : this.#things.get(nameOf(kind, name));
  }

  /**
   * By the best key first. A weaker key (a bar code, a name) joins only where the better ones are not contradicted:
   * two articles with a number of their own and the same bar code stay two.
   */
  #find({ kind, keys }: Claim): Thing | undefined {
    for (const key of keys) {
      const found = this.#at(kind, key);
      if (!found) continue;
      const scheme = (one: string): string => one.slice(0, one.indexOf(':'));
      const better = keys.slice(0, keys.indexOf(key));
      const isOther = better.some((mine) => found.keys.some((theirs) => scheme(theirs) === scheme(mine)));
      if (!isOther) return found;
    }
    return undefined;
  }

  #keep(thing: Thing): void {
    this.#things.set(nameOf(thing.kind, thing.id), thing);
    for (const key of thing.keys) this.#byKey.set(nameOf(thing.kind, key), thing);
  }
}

/** As the mirror keeps it. */
export function toRecord({ id, keys, fields }: Thing): RawRecord {
  return { id, body: { keys: [...keys], fields } as unknown as JsonObject };
}

function nameOf(kind: ClaimKind, key: string): string {
  return `${kind} ${key}`;
}

function tieOf(thing: string, field: string, kept: string, other: string): Doubt {
  const [fileOf, placeOf] = [
    (source: string) => source.split(',')[0] ?? source,
    (source: string) => /\d+$/.exec(source)?.[0],
  ];
  const isSameFile = fileOf(kept) === fileOf(other);
  return {
    code: isSameFile ? 'SALVAGE_DUPLICATE' : 'SALVAGE_TIE',
    effect: 'told',
    file: fileOf(other),
    place: Number(placeOf(other) ?? 0) || null,
    column: null,
    message: `${thing}: "${field}" differs between ${kept} and ${other}, which are of the same age; the first one stays.`,
    remedy: 'If the other one is right, correct one of the files, or say that its file is newer (--dated).',
  };
}

import type { JsonObject, JsonValue } from '#sdk';
import type { MirrorReader, PendingChange } from '../mirror/index.ts';
import type { Watched } from './update-kind.ts';

/** So many records with one new text are no chance. */
const SEVERAL = 3;
/** Published updates that are looked through for the same text. */
const MOST_EARLIER = 2_000;
const LEAST_LETTERS = 3;

/** What updates of one run say in the fields that people read. */
export interface TextTally {
  /** Ids by field and new text. */
  same: Map<string, string[]>;
  /** Ids whose name or the like shares no word with what was there. */
  replaced: Set<string>;
}

export function emptyTexts(): TextTally {
  return { same: new Map(), replaced: new Set() };
}

export function countTexts(
  tally: TextTally,
  { id, before, after }: Pick<PendingChange, 'id' | 'before' | 'after'>,
  watched: readonly Watched[],
): void {
  if (!before || !after) return;
  for (const { key, was, is } of newTexts(before, after, watched)) {
    tally.same.set(key, [...(tally.same.get(key) ?? []), id]);
    if (isReplaced(was, is)) tally.replaced.add(id);
  }
}

/** Records with a text that several have now and did not before; counted with those of earlier days. */
export async function repeatedTexts(
  { same }: TextTally,
  watched: readonly Watched[],
  earlier: () => ReturnType<MirrorReader['recentUpdates']>,
): Promise<Set<string>> {
  if (same.size === 0) return new Set();
  const before = new Map<string, Set<string>>();
  for (const update of await earlier())
    if (update.before && update.after)
      for (const { key } of newTexts(update.before, update.after, watched))
        if (same.has(key)) before.set(key, (before.get(key) ?? new Set()).add(update.id));
  const found = new Set<string>();
  for (const [key, ids] of same)
    if (new Set([...ids, ...(before.get(key) ?? [])]).size >= SEVERAL) for (const id of ids) found.add(id);
  return found;
}

export { MOST_EARLIER };

function newTexts(
  before: JsonObject,
  after: JsonObject,
  watched: readonly Watched[],
): { key: string; was: string; is: string }[] {
  return watched.flatMap(({ field, sense }) => {
    if (sense !== 'text') return [];
    const [was, is] = [textOf(before[field]), textOf(after[field])];
    return is === was || is === '' ? [] : [{ key: `${field}\n${is}`, was, is }];
  });
}

/** All that is said in all languages, folded: what only moved between capitals or tags is the same. */
function textOf(value: JsonValue | undefined): string {
  const parts: string[] = [];
  const collect = (part: JsonValue | undefined): void => {
    if (typeof part === 'string' && !/^\d*$/.test(part)) parts.push(part);
    else if (typeof part === 'object' && part !== null) Object.values(part).forEach(collect);
  };
  collect(value);
  return parts
    .join(' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .join(' ');
}

function isReplaced(was: string, is: string): boolean {
  const words = (text: string): string[] =>
    text.split(/[^\p{L}\p{N}]+/u).filter(({ length }) => length >= LEAST_LETTERS);
  const old = new Set(words(was));
  const now = words(is);
  return old.size > 0 && now.length > 0 && !now.some((word) => old.has(word));
}

import type { AdoptedBinding } from '../../mirror/index.ts';
import { openLedger, type Ledger } from './apply/ledger.ts';
import type { MoveParts } from './parts.ts';
import type { MovePlan } from './plan/plan.ts';
import { allBindings } from './scratch.ts';
import { fillingOf } from './target.ts';

const PAGE = 500;

/** Who was placed as what: a thing of the source, the hub entity that it is, and the target's id of it. */
export interface Mapped extends AdoptedBinding {
  /** The target's. */
  externalId: string;
  /** The source's; null: the hub does not know it any more. */
  sourceId: string | null;
}

/** The ledger of a move, to be read. */
export function readLedger(parts: Pick<MoveParts, 'mirror' | 'now'>, move: string): Promise<Ledger> {
  const silent = { note: () => Promise.resolve(), noteLater: () => undefined, flush: () => Promise.resolve() };
  return openLedger(parts.mirror.moves, move, { journal: silent, now: () => parts.now(), planned: [] });
}

/** All entities of the source that the target has now, in pages. */
export async function* idMap(parts: MoveParts, plan: MovePlan): AsyncGenerator<Mapped[]> {
  const ledger = await readLedger(parts, plan.id);
  const { filling } = fillingOf(parts.brick(plan.target), plan.way);
  const kinds = new Map(parts.facetTypes.map(({ name, entity = name }) => [name, entity]));
  const placedAs = ({ type, externalId, hubId }: AdoptedBinding): string | null => {
    if ('externalId' in filling) return filling.externalId(type, externalId, (kind, id) => ledger.placed(kind, id));
    for (const [kind, entity] of kinds) {
      const targetId = entity === type ? ledger.placed(kind, hubId) : null;
      if (targetId !== null) return targetId;
    }
    return null;
  };
  const seen = new Set<string>();
  for await (const page of allBindings(parts, plan.source)) {
    const mapped: Mapped[] = [];
    for (const one of page) {
      const externalId = placedAs(one);
      const key = `${one.type}\n${externalId ?? ''}`;
      // Of two things that the target has as one, the first gives its id.
      if (externalId === null || seen.has(key)) continue;
      seen.add(key);
      mapped.push({ type: one.type, hubId: one.hubId, externalId, sourceId: one.externalId });
    }
    for (let at = 0; at < mapped.length; at += PAGE) yield mapped.slice(at, at + PAGE);
  }
}

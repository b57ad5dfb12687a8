import { z } from 'zod';
import type { MoveReader } from '../mirror/index.ts';
import type { BrickSettings } from '../sync/index.ts';

/** One brick has taken the place of another. Kept in the database until the configuration says the same. */
export interface Stand {
  source: string;
  target: string;
  /** Whether the old one goes on being read, for comparison; it is written to no more. */
  witness: boolean;
}

const standSchema = z.object({ source: z.string(), target: z.string(), witness: z.boolean() });

/** Who plays what now: as configured, but for those who were cut over since. */
export interface Standing {
  /** Whether it is read on schedule and answers queries. */
  isServed(brick: string): boolean;
  /** Whether it may be told something. */
  isWritten(brick: string): boolean;
  /** Who plays the part of a configured brick now. */
  standFor(brick: string): string;
  /** In the order of precedence: who took a place has it. */
  inOrder<T>(all: readonly T[], nameOf: (one: T) => string): T[];
  add(stand: Stand): void;
  /** Those that differ from the configuration. */
  inForce(): readonly Stand[];
}

/** Every plan that was cut over and that the configuration does not say yet, oldest first. */
export async function storedStands(moves: MoveReader): Promise<Stand[]> {
  const rows = await moves.moves({ first: 1_000 });
  const cut = rows.filter(({ state, stand }) => state === 'cut-over' && stand !== null);
  const times = cut.map(({ stand, cutOverAt }) => ({ stand: standSchema.parse(stand), at: cutOverAt ?? '' }));
  return times.sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ stand }) => stand);
}

export function createStanding(bricks: readonly BrickSettings[], stands: readonly Stand[]): Standing {
  const standby = new Set(bricks.flatMap(({ name, standby }) => (standby ? [name] : [])));
  const names = bricks.map(({ name }) => name);
  // Once the owner has written the new brick as any other, nothing has to be said against the configuration.
  const applies = ({ source, target }: Stand): boolean => standby.has(target) && names.includes(source);
  const inForce = stands.filter(applies);
  const fromSource = (name: string): Stand | undefined => inForce.find(({ source }) => source === name);
  const byTarget = (name: string): Stand | undefined => inForce.findLast(({ target }) => target === name);
  const placeOf = (name: string): number => {
    const stand = byTarget(name);
    return stand ? placeOf(stand.source) - 0.5 : names.indexOf(name);
  };
  return {
    isServed(brick) {
      if (standby.has(brick) && !byTarget(brick)) return false;
      return fromSource(brick)?.witness ?? true;
    },
    isWritten: (brick) => !fromSource(brick) && (!standby.has(brick) || byTarget(brick) !== undefined),
    standFor(brick) {
      let name = brick;
      for (let hops = 0; hops < names.length; hops++) name = fromSource(name)?.target ?? name;
      return name;
    },
    inOrder: (all, nameOf) => [...all].sort((a, b) => placeOf(nameOf(a)) - placeOf(nameOf(b))),
    add(stand) {
      if (applies(stand)) inForce.push(stand);
    },
    inForce: () => inForce,
  };
}

/** What the owner should write, so that the configuration says what is. */
export function linesFor({ source, target, witness }: Stand): string[] {
  return [
    `${target}: remove standby and replaces; put it where ${source} stands in roles, stock and flows.`,
    witness
      ? `${source}: it may stay; it is read and not written to.`
      : `${source}: write standby: true, and keep it for what only it knew (tickets, invoices); without it, that is no longer shown.`,
  ];
}

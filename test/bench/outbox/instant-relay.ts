import type { BrickCommands } from '#sdk';
import type { Mirror } from '../../../src/mirror/index.ts';
import { createRelay, systemTimers, type Relay } from '../../../src/outbox/index.ts';
import { BRICK, log } from '../shop-hub.ts';

export interface InstantRelayOptions {
  mirror: Pick<Mirror, 'reader' | 'writer'>;
  /** When the brick may be told the next price. Absent: at once. */
  turn?(): Promise<void>;
  project?(brick: string, signal: AbortSignal): Promise<void>;
}

/** A relay to a brick of this very function, which does as it is told and whose word is believed: no HTTP is measured. */
export function instantRelay({ mirror: { reader, writer }, turn, project }: InstantRelayOptions): Relay {
  const commands: Partial<BrickCommands> = {
    async setVariantPrice({ variant }) {
      await turn?.();
      return { touched: [{ kind: 'products', ids: [variant] }] };
    },
  };
  const mirror = {
    async *pages() {},
    missing: () => Promise.resolve([]),
    byIds: () => Promise.resolve([]),
  };
  return createRelay({
    ...{ writer, reader, log, relayId: 'relay_bench', timers: systemTimers },
    bricks: [{ name: BRICK, commands, mirror, breaker: () => 'closed' }],
    readBack: () => Promise.resolve({ unread: [] }),
    project: project ?? (() => Promise.resolve()),
    now: () => new Date(),
    random: Math.random,
  });
}

/** So many turns a second, evenly. */
export function turnsAt(perSecond: number): () => Promise<void> {
  let next = 0;
  return () => {
    const now = performance.now();
    next = Math.max(now, next + 1_000 / perSecond);
    return new Promise((resolve) => setTimeout(resolve, next - now));
  };
}

import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Mirror } from '../mirror/index.ts';
import { createRelay, systemTimers, type Relay } from '../outbox/index.ts';
import { mirrorView, type SyncService } from '../sync/index.ts';

/** The relay of this process, to all of its bricks. It does nothing before it is started. */
export function relayOf(
  { reader, writer }: Pick<Mirror, 'reader' | 'writer'>,
  sync: SyncService,
  { log, now, leaseMs }: { log: Logger; now(): Date; leaseMs?: number | undefined },
): Relay {
  return createRelay({
    writer,
    reader,
    // Who stands by is told nothing, until it takes the place of another.
    bricks: sync.every().map((brick) => ({
      name: brick.name,
      commands: brick.open.commands ?? {},
      mirror: mirrorView(reader, brick.name),
      breaker: () => brick.breaker(),
    })),
    relayId: `relay_${randomUUID()}`,
    readBack: (brick, touched, signal) => sync.readBack(brick, touched, signal),
    project: (brick, signal) => sync.project(brick, signal),
    log,
    timers: systemTimers,
    now,
    random: Math.random,
    ...(leaseMs === undefined ? {} : { leaseMs }),
  });
}

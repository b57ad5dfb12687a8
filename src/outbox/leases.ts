import type { Logger } from 'pino';
import { RetryableError } from '#sdk';
import type { MessageWriter } from '../mirror/index.ts';
import type { Timers } from './timers.ts';

const LEASE_MS = 60_000;

/** A message in the hands of this relay. */
export interface Lease {
  brick: string;
  /** Aborts when the lease is lost, or when the hub stops: nothing more may be said of the message then. */
  signal: AbortSignal;
  lose(reason: unknown): void;
}

export interface Leases {
  until(): string;
  hold(id: string, brick: string, until: string): Lease;
  release(id: string): void;
  countOf(brick: string): number;
  /** Gives all up; they run out by themselves. */
  abandon(reason: unknown): void;
  close(): void;
}

interface Held extends Lease {
  endsAt: number;
}

export interface LeaseOptions {
  writer: Pick<MessageWriter, 'extend'>;
  relayId: string;
  timers: Timers;
  log: Logger;
  now(): Date;
  /** How long a lease lasts. Default: a minute. */
  leaseMs?: number;
}

/** Keeps the leases of what is being delivered, by a heartbeat at a third of their time. */
export function createLeases({ writer, relayId, timers, log, now, leaseMs = LEASE_MS }: LeaseOptions): Leases {
  const held = new Map<string, Held>();
  let callOff: (() => void) | null = null;

  function schedule(): void {
    callOff ??= timers.after(leaseMs / 3, () => {
      callOff = null;
      void beat();
    });
  }

  async function beat(): Promise<void> {
    const asked = [...held];
    const endsAt = now().getTime() + leaseMs;
    try {
      const ids = asked.map(([id]) => id);
      const kept = new Set(await writer.extend({ relay: relayId, ids, until: new Date(endsAt).toISOString() }));
      for (const [id, lease] of asked) {
        if (kept.has(id)) lease.endsAt = endsAt;
        else lease.lose(leaseLost());
      }
    } catch (error) {
      log.warn({ err: error }, 'the leases of messages could not be extended');
      for (const [, lease] of asked) if (lease.endsAt <= now().getTime()) lease.lose(leaseLost());
    }
    if (held.size > 0) schedule();
  }

  return {
    until: () => new Date(now().getTime() + leaseMs).toISOString(),
    hold(id, brick, until) {
      const controller = new AbortController();
      const lose = (reason: unknown): void => controller.abort(reason);
      const lease = { brick, signal: controller.signal, lose, endsAt: Date.parse(until) };
      held.set(id, lease);
      schedule();
      return lease;
    },
    release(id) {
      held.delete(id);
      if (held.size === 0) this.close();
    },
    countOf: (brick) => [...held.values()].filter((lease) => lease.brick === brick).length,
    abandon(reason) {
      for (const lease of held.values()) lease.lose(reason);
    },
    close() {
      callOff?.();
      callOff = null;
    },
  };
}

function leaseLost(): RetryableError {
  return new RetryableError({
    code: 'LEASE_LOST',
    message: 'Another relay has the message by now.',
    remedy: 'Nothing is to be done: that one delivers it.',
  });
}

import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { createFlowRunner, flows, judgeFlows, type FlowLane, type FlowRunner } from '../flows/index.ts';
import type { Mirror } from '../mirror/index.ts';
import { systemTimers, type Relay } from '../outbox/index.ts';
import type { Outbox } from '../roles/graph/index.ts';
import type { FlowPort } from '../roles/hub/index.ts';
import type { SyncService } from '../sync/index.ts';
import type { Standing } from './standing.ts';

const POLL_MS = 2_000;

/** The flows of this hub: judged when it is opened, followed where it is served. */
export interface HubFlows extends FlowPort {
  /** Bricks have taken the places of others: everything is judged anew. */
  rejudge(): Promise<void>;
  start(): void;
  /** Looks now for what changed. */
  follow(): Promise<void>;
  stop(): Promise<void>;
}

export function flowsOf(
  parts: {
    mirror: Mirror;
    sync: SyncService;
    standing: Standing;
    relay: Pick<Relay, 'wake'>;
    outbox: Outbox;
    log: Logger;
    now(): Date;
  },
  choices: Config['flows'],
): HubFlows {
  let judged = judgedFlows(parts, choices);
  let started = false;
  return {
    list: () => judged.list(),
    differences: (asked) => judged.differences(asked),
    reconcile: (asked) => judged.reconcile(asked),
    follow: () => judged.follow(),
    start() {
      started = true;
      judged.start();
    },
    async stop() {
      started = false;
      await judged.stop();
    },
    async rejudge() {
      const next = judgedFlows(parts, choices);
      await judged.stop();
      judged = next;
      if (started) judged.start();
    },
  };
}

type Parts = Parameters<typeof flowsOf>[0];

/** As the bricks stand now. */
function judgedFlows(parts: Parts, configured: Config['flows']): Omit<HubFlows, 'rejudge'> {
  const { mirror, sync, standing, relay, outbox, log, now } = parts;
  const bricks = sync.bricks().map(({ brick }) => ({
    name: brick.name,
    roles: brick.connector.roles,
    can: (command: Parameters<Outbox['can']>[1]) => outbox.can(brick.name, command),
    carries: brick.open.carries ?? [],
  }));
  const stockOwner = outbox.stockOwner();
  const choices = configured.map((choice) => {
    return { ...choice, from: standing.standFor(choice.from), to: standing.standFor(choice.to) };
  });
  // What was possible with the old brick may not be with the new one: that is shown, and keeps nothing from starting.
  const possible = choices.map((choice, n) => {
    const before = configured[n];
    if (before?.from === choice.from && before.to === choice.to) return choice;
    try {
      judgeFlows(flows, bricks, { choices: [choice], stockOwner });
      return choice;
    } catch (error) {
      log.error({ err: error, ...choice }, 'a flow cannot go on with the brick that took the place of another');
      return { ...choice, mode: 'observe' as const };
    }
  });
  const lanes = judgeFlows(flows, bricks, { choices: possible, stockOwner });
  const { reader, writer } = mirror;
  const runner = createFlowRunner({
    ...{ lanes, reader, writer, log, now, wake: () => relay.wake() },
    limit: (brick, command) => outbox.limit(brick, command),
    held: (brick) => sync.lookAtHolds(brick),
  });
  return { ...portOf(lanes, runner), ...following(lanes, runner), follow: () => runner.follow() };
}

/** Changes come from syncs, relays and other hubs; looking for them is one small query for each flow that is on. */
function following(lanes: readonly FlowLane[], runner: FlowRunner): Pick<HubFlows, 'start' | 'stop'> {
  let callOff: (() => void) | null = null;
  const poll = (): void => {
    callOff = systemTimers.after(POLL_MS, () => {
      void runner.follow().finally(() => {
        if (callOff) poll();
      });
    });
  };
  return {
    start() {
      if (callOff === null && lanes.some(({ state }) => state === 'on')) poll();
    },
    async stop() {
      callOff?.();
      callOff = null;
      await runner.stop();
    },
  };
}

function portOf(lanes: readonly FlowLane[], runner: FlowRunner): FlowPort {
  const find = (name: string, from: string, to: string): FlowLane | undefined =>
    lanes.find(({ flow, pair }) => flow.name === name && pair.from === from && pair.to === to);
  return {
    list: () =>
      lanes.map(({ flow, pair, mode, state, reason }) => {
        return { name: flow.name, from: pair.from, to: pair.to, mode, state, reason };
      }),
    async differences({ name, from, to, first }) {
      const lane = find(name, from, to);
      return lane ? runner.differences(lane, first) : null;
    },
    async reconcile({ name, from, to, by }) {
      const lane = find(name, from, to);
      if (!lane) return { outcome: 'unknown' };
      return lane.state === 'on' ? { outcome: 'taken', ...(await runner.reconcile(lane, by)) } : { outcome: 'not-on' };
    },
  };
}

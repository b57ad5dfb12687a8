import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { createFlowRunner, flows, judgeFlows, type FlowLane, type FlowRunner } from '../flows/index.ts';
import type { Mirror } from '../mirror/index.ts';
import { systemTimers, type Relay } from '../outbox/index.ts';
import type { Outbox } from '../roles/graph/index.ts';
import type { FlowPort } from '../roles/hub/index.ts';
import type { SyncService } from '../sync/index.ts';

const POLL_MS = 2_000;

/** The flows of this hub: judged when it is opened, followed where it is served. */
export interface HubFlows extends FlowPort {
  start(): void;
  /** Looks now for what changed. */
  follow(): Promise<void>;
  stop(): Promise<void>;
}

export function flowsOf(
  parts: { mirror: Mirror; sync: SyncService; relay: Pick<Relay, 'wake'>; outbox: Outbox; log: Logger; now(): Date },
  choices: Config['flows'],
): HubFlows {
  const { mirror, sync, relay, outbox, log, now } = parts;
  const bricks = sync.bricks().map(({ brick }) => ({
    name: brick.name,
    roles: brick.connector.roles,
    can: (command: Parameters<Outbox['can']>[1]) => outbox.can(brick.name, command),
    carries: brick.open.carries ?? [],
  }));
  const lanes = judgeFlows(flows, bricks, { choices, stockOwner: outbox.stockOwner() });
  const { reader, writer } = mirror;
  const runner = createFlowRunner({ lanes, reader, writer, wake: () => relay.wake(), log, now });
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
      return lane.state === 'on'
        ? { outcome: 'taken', count: await runner.reconcile(lane, by) }
        : { outcome: 'not-on' };
    },
  };
}

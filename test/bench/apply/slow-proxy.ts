import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What stood at the door of a shop since it was last asked. */
export interface DoorFigures {
  requests: number;
  /** Milliseconds times requests that were under way. */
  requestMs: number;
  /** Milliseconds during which at least one was. */
  busyMs: number;
}

export interface SlowProxy {
  url: string;
  /** Figures since the last time; counting begins anew. */
  take(): DoorFigures;
  close(): Promise<void>;
}

/** Stands before a shop and lets it answer as late as one on the internet does: the wait comes on top of its own work. */
export async function startSlowProxy(target: string, latencyMs: number): Promise<SlowProxy> {
  const base = new URL(target);
  const agent = new Agent({ keepAlive: true });
  const door = doorMeter();
  const server = createServer((incoming, outgoing) => {
    outgoing.once('close', door.enter());
    const options = { agent, method: incoming.method, headers: { ...incoming.headers, host: base.host } };
    const onward = request(new URL(incoming.url ?? '/', base), options, (answer) => {
      void delay(latencyMs).then(() => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
    });
    onward.once('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    take: door.take,
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function doorMeter(): { enter(): () => void; take(): DoorFigures } {
  let underWay = 0;
  let since = performance.now();
  let figures: DoorFigures = { requests: 0, requestMs: 0, busyMs: 0 };
  const settle = (): void => {
    const now = performance.now();
    figures.requestMs += underWay * (now - since);
    if (underWay > 0) figures.busyMs += now - since;
    since = now;
  };
  return {
    enter() {
      settle();
      underWay += 1;
      figures.requests += 1;
      return () => {
        settle();
        underWay -= 1;
      };
    },
    take() {
      settle();
      const taken = figures;
      figures = { requests: 0, requestMs: 0, busyMs: 0 };
      return taken;
    },
  };
}

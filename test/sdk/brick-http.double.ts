import { createBrickHttp, type BrickHttpDeps, type ClosableBrickHttp } from '../../src/sdk/http-client.ts';
import type { BrickHttpOptions } from '../../src/sdk/http.ts';

/** A client whose delays pass at once, on a clock that only they and the test move. */
export interface TestClient {
  http: ClosableBrickHttp;
  /** Every delay that was waited for, in milliseconds. */
  waits: number[];
  /** Every log line, as text. */
  lines: string[];
  clock: { now: number };
}

export function testClient(
  options: Partial<BrickHttpOptions> & { baseUrl: string },
  deps: Partial<BrickHttpDeps> = {},
): TestClient {
  const waits: number[] = [];
  const lines: string[] = [];
  const clock = { now: Date.parse('2026-11-23T08:00:00Z') };
  const write = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
  const http = createBrickHttp(
    { secrets: [], ...options },
    {
      log: { info: write, warn: write },
      now: () => clock.now,
      async wait(ms, signal) {
        signal?.throwIfAborted();
        waits.push(ms);
        clock.now += ms;
      },
      ...deps,
    },
  );
  return { http, waits, lines, clock };
}

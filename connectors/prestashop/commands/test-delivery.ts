/** What the relay lends to a command, in memory: steps are kept until the test forgets them. */
import type { Delivery, JsonValue } from '#sdk';
import { TestMirror } from '../test-brick.ts';

export interface TestDelivery extends Delivery {
  kept: Map<string, JsonValue>;
}

/** `ids`: `Variant hub-1` to the shop's own id. */
export function testDelivery(
  ids: Readonly<Record<string, string>>,
  { message = 'msg-0001', kept = new Map<string, JsonValue>(), attempt = 1 } = {},
): TestDelivery {
  return {
    message,
    attempt,
    kept,
    async step<Result extends JsonValue>(name: string, run: () => Promise<Result>): Promise<Result> {
      if (!kept.has(name)) kept.set(name, await run());
      return structuredClone(kept.get(name)) as Result;
    },
    externalId: (type, hubId) => Promise.resolve(ids[`${type} ${hubId}`] ?? null),
    mirror: new TestMirror(),
    now: new Date('2026-11-01T08:00:00Z'),
    signal: new AbortController().signal,
  };
}

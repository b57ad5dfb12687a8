/** A shop that is mirrored, and the smallest engine that rebuilds it in another one. */
import type { BrickIntake, IntakeContext, IntakeItem, IntakeStage, JsonObject, OpenBrick, RawRecord } from '#sdk';
import connector from '../index.ts';
import { generateShop } from '../sandbox/demo/index.ts';
import type { DemoShopOptions } from '../sandbox/demo/index.ts';
import { freshShop, startPrestashopSandbox } from '../sandbox/index.ts';
import type { PrestashopSandbox, ShopState } from '../sandbox/index.ts';
import { TestMirror, testTools } from '../test-brick.ts';
import type { TestTools } from '../test-brick.ts';

export const BORN = new Date('2026-11-01T08:00:00Z');
export const NOW = new Date('2026-11-20T08:00:00Z');

/** A shop of a sandbox with what the hub knows of it. */
export interface MirroredShop {
  brick: OpenBrick;
  mirror: TestMirror;
  blobs: ReadonlyMap<string, Uint8Array>;
}

export function open(
  sandbox: PrestashopSandbox,
  settings: Record<string, unknown> = {},
): OpenBrick & { tools: TestTools } {
  const tools = testTools(NOW);
  const parsed = connector.settings.parse({ url: sandbox.url, key: sandbox.key, ...settings });
  return { ...connector.open(parsed, tools), tools };
}

export function intakeOf({ intake }: OpenBrick): BrickIntake {
  if (!intake) throw new Error('the connector cannot be filled');
  return intake;
}

/** Reads a shop whole, as a first sync does. */
export async function mirrored(sandbox: PrestashopSandbox): Promise<MirroredShop> {
  const { tools, ...brick } = open(sandbox);
  const mirror = new TestMirror();
  for (const stream of brick.streams) await mirror.run(stream, NOW);
  return { brick, mirror, blobs: tools.stored };
}

/** The business of a demo shop, mirrored; the shop itself is gone afterwards. */
export async function mirroredDemo(options: DemoShopOptions): Promise<MirroredShop> {
  return mirroredState(generateShop({ now: BORN, ...options }));
}

export async function mirroredState(state: ShopState): Promise<MirroredShop> {
  const sandbox = await startPrestashopSandbox({ state, now: () => NOW });
  try {
    return await mirrored(sandbox);
  } finally {
    await sandbox.close();
  }
}

export const startFreshShop = (): Promise<PrestashopSandbox> =>
  startPrestashopSandbox({ state: freshShop(BORN), now: () => NOW });

/** What was placed, what was begun, and what was refused: all that a rebuild keeps on disk. */
export class Progress {
  readonly placed = new Map<string, string>();
  readonly begun = new Set<string>();
  readonly refused = new Map<string, string>();

  /** As it is on disk now. */
  copy(): Progress {
    const copied = new Progress();
    for (const [key, id] of this.placed) copied.placed.set(key, id);
    for (const key of this.begun) copied.begun.add(key);
    return copied;
  }

  of(kind: string, id: string): string | null {
    return this.placed.get(`${kind} ${id}`) ?? null;
  }
}

/** Runs stages in order, with `parallel` lanes; resumes from what `progress` kept. */
export class TestRebuild {
  readonly #source: MirroredShop;
  readonly #intake: BrickIntake;
  readonly #progress: Progress;
  readonly #kinds: ReadonlySet<string> | undefined;

  constructor(source: MirroredShop, intake: BrickIntake, progress: Progress, kinds?: ReadonlySet<string>) {
    this.#source = source;
    this.#intake = intake;
    this.#progress = progress;
    this.#kinds = kinds;
  }

  async run(parallel = 1): Promise<void> {
    for (const stage of this.#intake.records?.stages ?? []) {
      if (this.#kinds && !this.#kinds.has(stage.kind)) continue;
      await this.#runStage(stage, parallel);
    }
    await this.#intake.finish?.(this.#context());
  }

  async #runStage(stage: IntakeStage, parallel: number): Promise<void> {
    const waiting = new Set(this.#items(stage).filter((item) => (stage.wants?.(item) ?? true) === true));
    const isDone = (id: string | null | undefined): boolean =>
      id === null || id === undefined || ![...waiting].some((one) => one.id === id);
    while (waiting.size > 0) {
      const lanes = new Set<string>();
      const ready = [...waiting].filter((item) => {
        const lane = stage.lane?.(item) ?? item.id;
        if (lanes.has(lane) || !isDone(stage.needs?.(item))) return false;
        lanes.add(lane);
        return true;
      });
      if (ready.length === 0) throw new Error(`${stage.kind}: a circle of needs`);
      const turn = ready.slice(0, parallel);
      // All of a turn end before one of them may fail: nothing goes on behind the test's back.
      const results = await Promise.allSettled(turn.map((item) => this.#runItem(stage, item)));
      for (const item of turn) waiting.delete(item);
      for (const result of results) if (result.status === 'rejected') throw result.reason;
    }
  }

  #items(stage: IntakeStage): IntakeItem[] {
    return this.#source.mirror.records(stage.kind).sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  async #runItem(stage: IntakeStage, item: IntakeItem): Promise<void> {
    const { placed, begun, refused } = this.#progress;
    const key = `${stage.kind} ${item.id}`;
    const context = this.#context();
    if (begun.has(`done ${key}`)) return;
    try {
      const isInDoubt = begun.has(key) || (stage.merges ?? false);
      begun.add(key);
      const found = isInDoubt ? await stage.find(item, context) : null;
      const results =
        found === null
          ? await stage.put([item], context)
          : ((await stage.take?.(item, found, context)) ?? [{ id: item.id, targetId: found }]);
      for (const { id, targetId, also = [] } of results) {
        placed.set(`${stage.kind} ${id}`, targetId);
        for (const one of also) placed.set(`${one.kind} ${one.id}`, one.targetId);
      }
      begun.add(`done ${key}`);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'PermanentError') throw error;
      refused.set(key, `${error.message} ${String((error as { detail?: string }).detail)}`);
    }
  }

  #context(): IntakeContext {
    const { mirror, blobs, brick } = this.#source;
    const parentOf = (kind: string, body: JsonObject): string | null =>
      brick.streams.find((stream) => stream.kind === kind)?.parent?.(body) ?? null;
    return {
      plan: 'plan-0001',
      placed: (kind, id) => this.#progress.of(kind, id),
      source: (kind, ids) => mirror.byIds(kind, [...ids]),
      children: (kind, parent) =>
        Promise.resolve(mirror.records(kind).filter(({ body }: RawRecord) => parentOf(kind, body) === parent)),
      blob: (sha256) => Promise.resolve(blobs.get(sha256) ?? null),
      target: new TestMirror(),
      now: NOW,
      signal: new AbortController().signal,
    };
  }
}

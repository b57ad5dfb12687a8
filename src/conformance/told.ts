import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  isCoded,
  PermanentError,
  type Command,
  type CommandName,
  type Delivered,
  type Delivery,
  type JsonValue,
} from '#sdk';
import { believableTrial, type Trial } from './believable-commands.ts';
import { MemoryMirror } from './memory-mirror.ts';
import { NotApplicable } from './not-applicable.ts';
import { project, type Facet } from './projection.ts';
import { facetsOf, type Subject } from './subject.ts';

export type Steps = Map<string, JsonValue>;

/** Every command that the brick declares, with a payload out of its own facets, and a mirror that has been read. */
export async function trialsOf(subject: Subject): Promise<{ trials: Trial[]; mirror: MemoryMirror }> {
  const brick = subject.open();
  const names = Object.keys(brick.commands ?? {}) as CommandName[];
  if (names.length === 0) throw new NotApplicable('It can be told nothing.');
  const mirror = new MemoryMirror();
  await mirror.run(brick, subject.clock);
  const facets = project(mirror, brick.streams, subject.connector.aggregates);
  const trials = names.flatMap((name) => believableTrial(name, facets) ?? []);
  if (trials.length === 0) throw new NotApplicable('Its sandbox says nothing of which it could be told.');
  return { trials, mirror };
}

/** Delivers through a brick that is opened anew, as after a kill. */
export async function deliver(
  { open, clock }: Subject,
  { command, payload }: Pick<Trial, 'command' | 'payload'>,
  { mirror, steps = new Map(), knows = true }: { mirror: MemoryMirror; steps?: Steps; knows?: boolean },
): Promise<Delivered> {
  const carryOut = open().commands?.[command] as Command<unknown> | undefined;
  assert.ok(carryOut, `${command} is not there when the brick is opened again.`);
  const delivery: Delivery = {
    message: `01judged-${command.toLowerCase()}`,
    attempt: 1,
    async step<Result extends JsonValue>(name: string, run: () => Promise<Result>): Promise<Result> {
      if (!steps.has(name)) steps.set(name, JSON.parse(JSON.stringify(await run())) as JsonValue);
      return structuredClone(steps.get(name)) as Result;
    },
    externalId: (type, hubId) =>
      Promise.resolve(knows && hubId.startsWith(`${type}:`) ? hubId.slice(type.length + 1) : null),
    mirror,
    now: clock.now,
    signal: new AbortController().signal,
  };
  return carryOut(payload, delivery);
}

/** As `deliver`; whoever refuses a believable command is wrong. */
export async function carriedOut(
  subject: Subject,
  trial: Trial,
  options: { mirror: MemoryMirror; steps?: Steps },
): Promise<Delivered> {
  try {
    return await deliver(subject, trial, options);
  } catch (error) {
    const words = isCoded(error) ? `${error.code}: ${error.message} ${error.detail ?? ''}` : String(error);
    return assert.fail(`${trial.command} was not carried out: ${words}`);
  }
}

/** Whether the brick refused it for good. */
export async function isRefused(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (error) {
    return error instanceof PermanentError;
  }
}

/** All that a brick says and all files that lie in its folder, without times: two tries are not at the same one. */
export async function effectOf(subject: Subject): Promise<string[]> {
  const facets = await facetsOf(subject);
  return [...facets.map(asText), ...(await filesBelow(subject.folder))].sort();
}

const TIMES = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?/g;

function asText({ type, externalId, facet }: Facet): string {
  return `${type} ${externalId} ${JSON.stringify(facet)}`.replace(TIMES, 'then');
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(
    files.map(async (path) => {
      const hash = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      return `${path.slice(folder.length)} ${hash}`;
    }),
  );
}

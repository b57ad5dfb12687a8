import type { DefaultRenderer, ListrTaskWrapper, SimpleRenderer } from 'listr2';
import type { SyncEvent } from '../sync/index.ts';
import type { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

type Task = ListrTaskWrapper<object, typeof DefaultRenderer, typeof SimpleRenderer>;

/** One run as it is drawn: a line for the brick, below it the streams being read. */
interface Drawn {
  streams: number;
  ended: number;
  read: Map<string, number>;
  active: Set<string>;
  task: Task | null;
  end(failed: boolean): void;
}

/** A line per brick that changes while it is read. What needs a person is said below, where it stays. */
export async function watchedList(
  terminal: Terminal,
  sentence: (event: SyncEvent) => string | null,
): Promise<Progress> {
  terminal.talk('Opening the hub …');
  const { Listr } = await import('listr2');
  const runs = new Map<string, Drawn>();
  const lasting: string[] = [];
  let shown: Promise<unknown> = Promise.resolve();

  function start(brick: string, streams: number): void {
    const over = Promise.withResolvers<boolean>();
    const run: Drawn = { streams, ended: 0, read: new Map(), active: new Set(), task: null, end: over.resolve };
    runs.set(brick, run);
    const work = async (_context: object, task: Task): Promise<void> => {
      run.task = task;
      draw(brick, run);
      if (await over.promise) throw new Error(task.title);
    };
    // Ctrl-C is the command's: listr2 would end the process in the middle of a page.
    const list = new Listr([{ title: brick, task: work }], { exitOnError: false, registerSignalListeners: false });
    shown = shown.then(() => list.run()).catch(() => undefined);
  }

  return {
    listen(event) {
      if (event.event === 'run-started') start(event.brick, event.streams.length);
      const run = runs.get(event.brick);
      if (!run) return;
      note(run, event);
      draw(event.brick, run);
      const line = event.event === 'held' || event.event === 'stream-failed' ? sentence(event) : null;
      if (line !== null) lasting.push(line);
      if (event.event !== 'run-done') return;
      if (run.task) run.task.title = sentence(event) ?? event.brick;
      run.end(event.state === 'failed' || event.state === 'interrupted');
    },
    async end() {
      for (const { end } of runs.values()) end(true);
      await shown;
      for (const line of lasting) terminal.talk(line);
    },
  };
}

function note(run: Drawn, event: SyncEvent): void {
  if (event.event === 'stream-started') run.active.add(event.kind);
  if (event.event === 'page') run.read.set(event.kind, event.read);
  if (event.event !== 'stream-done' && event.event !== 'stream-failed') return;
  run.active.delete(event.kind);
  run.ended += 1;
}

function draw(brick: string, run: Drawn): void {
  if (!run.task) return;
  const read = [...run.read.values()].reduce((sum, each) => sum + each, 0);
  run.task.title = `${brick}: ${run.ended} of ${run.streams} streams, ${read} records read`;
  run.task.output = [...run.active].map((kind) => `${kind}: ${run.read.get(kind) ?? 0}`).join(', ');
}

import { Listr, type ListrTaskWrapper, type DefaultRenderer, type SimpleRenderer } from 'listr2';
import type { Listener, SyncEvent } from '../sync/index.ts';
import type { Terminal } from './terminal.ts';

export interface Progress {
  listen: Listener;
  /** Ends the display; nothing is drawn afterwards. */
  end(): Promise<void>;
}

/** Shows how a run goes: a changing list where somebody watches, plain lines elsewhere, events with `--json`. */
export function progressOn(terminal: Terminal, options: { json: boolean }): Progress {
  if (options.json) return eventLines(terminal);
  return terminal.interactive ? taskList() : plainLines(terminal);
}

function eventLines(terminal: Terminal): Progress {
  const listen: Listener = (event) => {
    if (event.event !== 'run-done') terminal.out(JSON.stringify(event));
  };
  return { listen, end: () => Promise.resolve() };
}

function plainLines(terminal: Terminal): Progress {
  return {
    listen(event) {
      const line = sentence(event);
      if (line !== null) terminal.talk(line);
    },
    end: () => Promise.resolve(),
  };
}

function sentence(event: SyncEvent): string | null {
  switch (event.event) {
    case 'run-started':
      return `${event.brick}: reading ${String(event.streams.length)} streams${event.full ? ' in full' : ''}`;
    case 'stream-done':
      if (event.read === 0 && event.tombstones === 0) return null;
      return `${event.brick}: ${event.kind}: ${counts(event)}`;
    case 'held':
      return `${event.brick}: ${event.kind}: HELD for a person: ${event.reasons.map(({ message }) => message).join(' ')}`;
    case 'stream-failed':
      return `${event.brick}: ${event.kind}: ${event.failure.message} ${event.failure.remedy}`;
    case 'run-done':
      return `${event.brick}: ${event.state}: ${counts(event)} in ${(event.ms / 1000).toFixed(1)} s`;
    case 'stream-started':
    case 'page':
    case 'projecting':
      return null;
  }
}

function counts(event: { read: number; revisions: number; tombstones: number }): string {
  const gone = event.tombstones > 0 ? `, ${String(event.tombstones)} gone` : '';
  return `${String(event.read)} read, ${String(event.revisions)} new revisions${gone}`;
}

type Task = ListrTaskWrapper<object, typeof DefaultRenderer, typeof SimpleRenderer>;

/** One line per stream. A task waits until its stream ends; its output follows the pages. */
function taskList(): Progress {
  const ends = new Map<string, { resolve(): void; reject(error: Error): void }>();
  const tasks = new Map<string, Task>();
  const read = new Map<string, number>();
  let lists: Promise<unknown> = Promise.resolve();
  function start(brick: string, streams: readonly string[]): void {
    const list = new Listr(
      streams.map((kind) => ({
        title: `${brick}: ${kind}`,
        task: (_context: object, task: Task) => {
          tasks.set(`${brick}/${kind}`, task);
          return new Promise<void>((resolve, reject) => ends.set(`${brick}/${kind}`, { resolve, reject }));
        },
      })),
      { concurrent: true, exitOnError: false, rendererOptions: { collapseErrors: false } },
    );
    lists = list.run().catch(() => undefined);
  }
  return {
    listen(event) {
      if (event.event === 'run-started') start(event.brick, event.streams);
      if (event.event === 'run-done') for (const { resolve } of ends.values()) resolve();
      if (!('kind' in event)) return;
      const name = `${event.brick}/${event.kind}`;
      const task = tasks.get(name);
      if (!task) return;
      if (event.event === 'page') {
        read.set(name, event.read);
        task.title = `${event.brick}: ${event.kind}: ${String(event.read)} read`;
      }
      if (event.event === 'held') task.output = sentence(event) ?? '';
      if (event.event === 'stream-done') ends.get(name)?.resolve();
      if (event.event === 'stream-failed') ends.get(name)?.reject(new Error(sentence(event) ?? ''));
    },
    async end() {
      for (const { resolve } of ends.values()) resolve();
      await lists;
    },
  };
}

import type { MoveListener, MoveProgress } from '../recovery/index.ts';
import type { Terminal } from './terminal.ts';

/** Shows how a plan is applied: a changing line where somebody watches, plain lines elsewhere, events with `--json`. */
export async function moveProgressOn(
  terminal: Terminal,
  { json }: { json: boolean },
): Promise<{ listen: MoveListener; end(): Promise<void> }> {
  if (json) return { listen: eventLines(terminal), end: () => Promise.resolve() };
  return terminal.interactive ? watched() : { listen: plainLines(terminal), end: () => Promise.resolve() };
}

/** Not each of thousands of steps: one for every hundredth part, and what stops it. */
function eventLines(terminal: Terminal): MoveListener {
  return seldom((progress) => terminal.out(JSON.stringify({ event: 'progress', ...progress })));
}

function plainLines(terminal: Terminal): MoveListener {
  return seldom((progress) => terminal.talk(lineOf(progress)));
}

function seldom(say: MoveListener): MoveListener {
  let last = '';
  return (progress) => {
    const part = Math.floor((100 * decided(progress)) / Math.max(1, progress.total));
    const now = `${progress.stage ?? ''} ${String(part)} ${progress.waiting?.failure.code ?? ''}`;
    if (now !== last) say(progress);
    last = now;
  };
}

async function watched(): Promise<{ listen: MoveListener; end(): Promise<void> }> {
  const { Listr } = await import('listr2');
  const over = Promise.withResolvers<void>();
  let draw: MoveListener = () => undefined;
  // Ctrl-C is the command's: listr2 would end the process while something is being written.
  const list = new Listr(
    [
      {
        title: 'opening',
        task: async (_context, task) => {
          draw = (progress) => {
            task.title = lineOf(progress);
          };
          await over.promise;
        },
      },
    ],
    { exitOnError: false, registerSignalListeners: false },
  );
  const shown = list.run().catch(() => undefined);
  return {
    listen: (progress) => draw(progress),
    async end() {
      over.resolve();
      await shown;
    },
  };
}

function lineOf(progress: MoveProgress): string {
  const { stage, total, failed, waiting, secondsLeft, state } = progress;
  const refused = failed > 0 ? `, ${String(failed)} refused` : '';
  const left = secondsLeft === null ? '' : `, about ${String(secondsLeft)} s left`;
  const waits = waiting ? ` WAITING since ${waiting.since}: ${waiting.failure.message}` : '';
  return `${stage ?? state}: ${String(decided(progress))} of ${String(total)}${refused}${left}${waits}`;
}

function decided({ done, failed, leftOut }: MoveProgress): number {
  return done + failed + leftOut;
}

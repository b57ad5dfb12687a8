import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PermanentError, type FailureText } from '#sdk';
import type { JournalSegment } from '../../../mirror/index.ts';
import type { BackupPlan } from '../settings.ts';
import type { Shipped } from './shipper.ts';

/** To the thread: a round is wanted, or what it asked to be noted is. */
export type ToShipper =
  { ship: number; line: string } | { kept: number; failure: FailureText | null } | { close: true };
/** From the thread. */
export type FromShipper =
  | { shipped: number; done: Shipped }
  | { shipped: number; failure: FailureText }
  | { keep: number; made: JournalSegment };

/** Ships in a thread of its own: sealing is work, and a target may be slow. */
export interface JournalThread {
  ship(line: string): Promise<Shipped>;
  close(): Promise<void>;
}

const PATIENCE_MS = 5_000;

interface Waiting {
  resolve(done: Shipped): void;
  reject(error: Error): void;
}

/** `keep` notes in the database what lies in a segment. A thread that dies is followed by another one with the next round. */
export function journalThread(plan: BackupPlan, keep: (made: JournalSegment) => Promise<void>): JournalThread {
  const waiting = new Map<number, Waiting>();
  let rounds = 0;
  let worker: Worker | null = null;

  function end(error: Error): void {
    worker = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function open(): Worker {
    const source = extname(import.meta.url);
    const made = new Worker(new URL(`./journal.worker${source}`, import.meta.url), {
      workerData: plan,
      // From sources, Node strips the types itself, and `#sdk` has to lead to the sources, too.
      ...(source === '.ts'
        ? { execArgv: ['--conditions=mortar-source', '--disable-warning=ExperimentalWarning'] }
        : {}),
    });
    const say = (word: ToShipper): void => made.postMessage(word);
    made.on('message', (word: FromShipper) => {
      if ('keep' in word) {
        keep(word.made).then(
          () => say({ kept: word.keep, failure: null }),
          (error: unknown) => say({ kept: word.keep, failure: textOfFailure(error) }),
        );
        return;
      }
      const asked = waiting.get(word.shipped);
      waiting.delete(word.shipped);
      if ('done' in word) asked?.resolve(word.done);
      else asked?.reject(new PermanentError(word.failure));
    });
    made.on('error', (error: Error) => end(error));
    made.on('exit', () => end(stopped()));
    return made;
  }

  return {
    ship(line) {
      worker ??= open();
      const ship = (rounds += 1);
      return new Promise((resolve, reject) => {
        waiting.set(ship, { resolve, reject });
        worker?.postMessage({ ship, line } satisfies ToShipper);
      });
    },
    async close() {
      if (!worker) return;
      const closing = worker;
      const exited = new Promise<void>((resolve) => closing.once('exit', () => resolve()));
      closing.postMessage({ close: true } satisfies ToShipper);
      // What a target that hangs has not got by then lies here, and is sent when the hub runs again.
      const impatience = setTimeout(() => void closing.terminate(), PATIENCE_MS);
      await exited;
      clearTimeout(impatience);
    },
  };
}

export function textOfFailure(error: unknown): FailureText {
  const { code, message, remedy } = error as Partial<FailureText>;
  if (code !== undefined && message !== undefined && remedy !== undefined) return { code, message, remedy };
  return {
    code: 'JOURNAL_FAILED',
    message: `The journal could not be sent: ${error instanceof Error ? error.message : String(error)}`,
    remedy: 'It is tried again. If it stays: mortar doctor',
  };
}

function stopped(): PermanentError {
  return new PermanentError({
    code: 'JOURNAL_STOPPED',
    message: 'The thread that sends the journal has ended.',
    remedy: 'Nothing is to be done: what was not sent is sent when the hub runs again.',
  });
}

/** Cuts and sends the journal beside the thread that serves. */
import { parentPort, workerData } from 'node:worker_threads';
import { PermanentError } from '#sdk';
import { openJournal, type JournalSegment } from '../../../mirror/index.ts';
import { openTarget } from '../open-target.ts';
import type { BackupPlan } from '../settings.ts';
import { textOfFailure, type FromShipper, type ToShipper } from './in-thread.ts';
import { Shipper } from './shipper.ts';

const port = parentPort;
if (!port) throw new Error('This module is the body of a worker thread.');
const plan = workerData as BackupPlan;
const now = (): Date => new Date();
const say = (word: FromShipper): void => port.postMessage(word);

const keeping = new Map<number, { resolve(): void; reject(error: Error): void }>();
let kept = 0;
function keep(made: JournalSegment): Promise<void> {
  const id = (kept += 1);
  return new Promise((resolve, reject) => {
    keeping.set(id, { resolve, reject });
    say({ keep: id, made });
  });
}

const targets = plan.targets.map((settings) => openTarget(settings, now));
const opened = openJournal(plan).then((source) => ({
  source,
  shipper: new Shipper({ plan, targets, source, keep, now }),
}));
// Whoever asks for a round hears of it.
opened.catch(() => undefined);

async function ship(id: number, line: string): Promise<void> {
  try {
    const { shipper } = await opened;
    say({ shipped: id, done: await shipper.ship(line) });
  } catch (error) {
    say({ shipped: id, failure: textOfFailure(error) });
  }
}

async function close(): Promise<void> {
  const { source, shipper } = await opened;
  await shipper.settled();
  await source.close();
  for (const target of targets) await target.close();
}

port.on('message', (word: ToShipper) => {
  if ('ship' in word) void ship(word.ship, word.line);
  else if ('kept' in word) {
    const { kept: id, failure } = word;
    const asked = keeping.get(id);
    keeping.delete(id);
    if (failure) asked?.reject(new PermanentError(failure));
    else asked?.resolve();
  } else void close().finally(() => port.close());
});

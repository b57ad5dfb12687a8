import { RetryableError, type DropBox, type DropEntry } from '#sdk';

/** What is done to a file that is read: `half`: cut in the middle; `empty`: nothing in it; `error`: the line breaks. */
export type DropFault = 'half' | 'empty' | 'error';

/** Counts reads of one subject's files, and says what happens to each. */
export interface DropFaults {
  reads: number;
  /** Lists asked for. */
  lists: number;
  /** Asked for each read, counted from 1. */
  fault: (count: number) => DropFault | null;
  /** Files written so far. */
  writes: number;
  /** Asked for each write, counted from 1: whether the line breaks when the file lies there. */
  writeFault: (count: number) => boolean;
  /** Lists come backwards. */
  reversed: boolean;
  /** What becomes of a file's bytes; null: they pass as they are. */
  reword: ((bytes: Uint8Array) => Promise<Uint8Array>) | null;
}

export function faultyDrop(box: DropBox, faults: DropFaults): DropBox {
  return {
    async list(below) {
      faults.lists += 1;
      const entries = await Promise.all((await box.list(below)).map((entry) => sized(box, entry, below, faults)));
      return faults.reversed ? [...entries].reverse() : entries;
    },
    async read(name, options) {
      const found = await box.read(name, { ...options, settleMs: 0 });
      const bytes = faults.reword ? await faults.reword(found) : found;
      faults.reads += 1;
      const fault = faults.fault(faults.reads);
      if (fault === 'error') throw lineBroke();
      if (fault === 'empty') return new Uint8Array();
      return fault === 'half' ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes;
    },
    async write(name, bytes, options) {
      await box.write(name, bytes, options);
      faults.writes += 1;
      if (faults.writeFault(faults.writes)) throw lineBroke();
    },
    close: () => box.close(),
  };
}

/** A file that will read differently has another length in the list, too. */
async function sized(
  box: DropBox,
  entry: DropEntry,
  below: string | undefined,
  { reword }: DropFaults,
): Promise<DropEntry> {
  if (!reword) return entry;
  const bytes = await box.read(entry.name, { ...(below !== undefined && { below }), settleMs: 0 });
  return { ...entry, size: (await reword(bytes)).length };
}

function lineBroke(): RetryableError {
  return new RetryableError({
    code: 'DROP_UNREACHABLE',
    message: 'The connection ended in the middle of a file.',
    remedy: 'Nothing of the file was taken. The next run reads it again.',
  });
}

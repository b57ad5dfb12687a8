import { RetryableError, type DropBox } from '#sdk';

/** What is done to a file that is read: `half`: cut in the middle; `empty`: nothing in it; `error`: the line breaks. */
export type DropFault = 'half' | 'empty' | 'error';

/** Counts reads of one subject's files, and says what happens to each. */
export interface DropFaults {
  reads: number;
  /** Asked for each read, counted from 1. */
  fault: (count: number) => DropFault | null;
  /** Lists come backwards. */
  reversed: boolean;
}

export function faultyDrop(box: DropBox, faults: DropFaults): DropBox {
  return {
    async list(below) {
      const entries = await box.list(below);
      return faults.reversed ? [...entries].reverse() : entries;
    },
    async read(name, options) {
      const bytes = await box.read(name, { ...options, settleMs: 0 });
      faults.reads += 1;
      const fault = faults.fault(faults.reads);
      if (fault === 'error') throw lineBroke();
      if (fault === 'empty') return new Uint8Array();
      return fault === 'half' ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes;
    },
    write: (name, bytes, options) => box.write(name, bytes, options),
    close: () => box.close(),
  };
}

function lineBroke(): RetryableError {
  return new RetryableError({
    code: 'DROP_UNREACHABLE',
    message: 'The connection ended in the middle of a file.',
    remedy: 'Nothing of the file was taken. The next run reads it again.',
  });
}

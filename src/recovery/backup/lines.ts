import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Lines of a text that is opened only when they are asked for: what readline reads earlier is lost. */
export async function* linesOf(open: () => Readable): AsyncGenerator<string> {
  yield* createInterface({ input: open(), crlfDelay: Infinity });
}

import { redactor } from '../sdk/redact.ts';
import { exitCodes } from './exit-codes.ts';

/** Where a command writes: data to `out`, talk to `talk`. */
export interface Terminal {
  out(line: string): void;
  talk(line: string): void;
  /** Whether somebody is watching who can see a line change. */
  interactive: boolean;
  /** From now on, these values are cut out of every line. */
  hide(secrets: readonly string[]): void;
}

export function standardTerminal(): Terminal {
  let redact = redactor([]);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endWithReader);
  return {
    out: (line) => process.stdout.write(`${redact(line)}\n`),
    talk: (line) => process.stderr.write(`${redact(line)}\n`),
    interactive: process.stdout.isTTY && process.stderr.isTTY,
    hide(secrets) {
      redact = redactor(secrets);
    },
  };
}

/** `mortar sync --json | head -1`: nobody reads on. What was stored is stored, but the command did not end well. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.interrupted);
}

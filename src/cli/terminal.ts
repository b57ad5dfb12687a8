/** Where a command writes: data to `out`, talk to `talk`. */
export interface Terminal {
  out(line: string): void;
  talk(line: string): void;
  /** Whether somebody is watching who can see a line change. */
  interactive: boolean;
}

export function processTerminal(): Terminal {
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    talk: (line) => process.stderr.write(`${line}\n`),
    interactive: process.stdout.isTTY && process.stderr.isTTY,
  };
}

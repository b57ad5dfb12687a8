import { openSync, writeSync } from 'node:fs';

/** How the harness and the probe inside the child talk: a file that outlives the kill, and where to die. */
export const REPORT = 'MORTAR_PROOF_REPORT';
export const KILL = 'MORTAR_PROOF_KILL';

const report = process.env[REPORT];
const file = report === undefined ? undefined : openSync(report, 'a');
const target = aim(process.env[KILL]);

/** Says, before anything else happens in this thread, which phase it is in; dies if that is where it shall. */
export function announce(phase: string): void {
  if (file === undefined) return;
  writeSync(file, `${phase}\n`);
  if (!target || phase !== target.phase) return;
  target.left -= 1;
  if (target.left === 0) die();
}

/** The signal ends all threads; this one does not get one instruction further. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function aim(text: string | undefined): { phase: string; left: number } | undefined {
  const match = /^(.+)#(\d+)$/.exec(text ?? '');
  return match?.[1] ? { phase: match[1], left: Number(match[2]) } : undefined;
}

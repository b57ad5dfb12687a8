import { readFileSync } from 'node:fs';

/** What the kernel says a process held at most, in MB. */
export interface PeakMemory {
  rssMb: number;
  /** Of what it holds now: its own, and pages of files that the kernel may take back at any time. */
  ownMb: number | null;
  fileMb: number | null;
}

/**
 * The most memory that this process has ever held. From /proc where there is one: the `maxRSS` of `resourceUsage`
 * begins at the size of the process that started this one.
 */
export function peakMemory(): PeakMemory {
  const status = readStatus();
  const mb = (field: string): number | null => {
    const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
    return found === undefined ? null : Math.round(Number(found) / 1024);
  };
  const rssMb = mb('VmHWM') ?? Math.round(process.resourceUsage().maxRSS / 1024);
  return { rssMb, ownMb: mb('RssAnon'), fileMb: mb('RssFile') };
}

function readStatus(): string {
  try {
    return readFileSync('/proc/self/status', 'utf8');
  } catch {
    return '';
  }
}

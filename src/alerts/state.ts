import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CAUSES } from './findings.ts';

const finding = z.object({
  key: z.string(),
  cause: z.enum(CAUSES),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});

const notice = z.object({
  id: z.string(),
  channel: z.string(),
  /** `over`: it is as it should be again. */
  kind: z.enum(['opened', 'reminder', 'over']),
  finding,
  since: z.string(),
  at: z.string(),
  attempts: z.number().int(),
  nextAt: z.string(),
});

const alertState = z.object({
  /** The last round: what happened while the hub was down is not held against the bricks. */
  seenAt: z.string().nullable(),
  open: z.array(finding.extend({ since: z.string(), toldAt: z.string() })),
  /** What channels have still to be told. */
  pending: z.array(notice),
  /** When something was last new, by brick and by `brick.stream`. */
  moved: z.record(z.string(), z.string()),
});

export type AlertState = z.infer<typeof alertState>;
export type Notice = z.infer<typeof notice>;
export type OpenAlert = AlertState['open'][number];

export function emptyState(): AlertState {
  return { seenAt: null, open: [], pending: [], moved: {} };
}

/** Kept beside the database, so that a restart neither repeats nor forgets an alert. */
export interface StateFile {
  read(): Promise<AlertState>;
  write(state: AlertState): Promise<void>;
}

export function stateFile(data: string): StateFile {
  const file = join(data, 'alerts.json');
  return {
    async read() {
      const text = await readFile(file, 'utf8').catch(() => null);
      if (text === null) return emptyState();
      // A file that is not ours is begun anew: at worst, an open alert is told once more.
      const parsed = alertState.safeParse(parsedOrNull(text));
      return parsed.success ? parsed.data : emptyState();
    },
    async write(state) {
      const opened = await open(`${file}.new`, 'w', 0o600);
      try {
        await opened.writeFile(JSON.stringify(state));
        await opened.sync();
      } finally {
        await opened.close();
      }
      await rename(`${file}.new`, file);
    },
  };
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

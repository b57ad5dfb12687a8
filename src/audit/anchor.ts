import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PermanentError } from '#sdk';
import type { AuditHead } from '../mirror/index.ts';

const NAME = 'audit-anchor.json';

const anchorSchema = z.strictObject({
  seq: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
});

/** A head that was written down outside of the database. */
export type Anchor = z.infer<typeof anchorSchema>;

/** Null: nothing was written down yet. Throws AUDIT_ANCHOR_UNREADABLE. */
export async function readAnchor(data: string): Promise<Anchor | null> {
  const file = join(data, NAME);
  try {
    return anchorSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return null;
    throw new PermanentError(
      {
        code: 'AUDIT_ANCHOR_UNREADABLE',
        message: `${file} cannot be read, or is not what the hub wrote.`,
        remedy:
          'Keep it for whoever investigates, compare the trail with the head in the newest backup, then move it away.',
      },
      { cause: error },
    );
  }
}

/** Whole or not at all, and on disk when it resolves. */
export async function writeAnchor(data: string, { seq, hash }: AuditHead, at: Date): Promise<void> {
  const file = join(data, NAME);
  const written = await open(`${file}.new`, 'w', 0o600);
  try {
    await written.writeFile(`${JSON.stringify({ seq, hash, at: at.toISOString() } satisfies Anchor)}\n`);
    await written.sync();
  } finally {
    await written.close();
  }
  await rename(`${file}.new`, file);
}

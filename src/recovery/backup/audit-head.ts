import { z } from 'zod';

/** The newest entry of the audit trail, as a backup holds it: whoever has the manifest can prove that nothing was cut off. */
export const auditHeadSchema = z.strictObject({
  seq: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

export type BackedUpHead = z.infer<typeof auditHeadSchema>;

/** Asks a database for it. */
export const AUDIT_HEAD = `select seq || ':' || hash as head from audit order by seq desc limit 1`;

export function auditHeadOf(head: string): BackedUpHead {
  const [seq, hash] = head.split(':');
  return auditHeadSchema.parse({ seq: Number(seq), hash });
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const receiptSchema = z.strictObject({
  backup: z.string(),
  verifiedAt: z.iso.datetime(),
  restoreSeconds: z.number(),
  from: z.string(),
  /** With the key that lies sealed in the backup: only who decrypted it can write this. */
  proof: z.string(),
});

/** A proof that a backup was restored and compared, wherever that was done: it lies beside the backup. */
export type Receipt = z.infer<typeof receiptSchema>;

export function receiptName(backup: string): string {
  return `current/verified-${backup}.json`;
}

export function writeReceipt(said: Omit<Receipt, 'proof'>, receiptKey: string): Receipt {
  return { ...said, proof: proofOf(said, receiptKey) };
}

/** Null where it is none, or not of somebody who could read the backup. */
export function readReceipt(text: string, receiptKey: string): Receipt | null {
  try {
    const { proof, ...said } = receiptSchema.parse(JSON.parse(text));
    const [given, right] = [Buffer.from(proof), Buffer.from(proofOf(said, receiptKey))];
    return given.length === right.length && timingSafeEqual(given, right) ? { ...said, proof } : null;
  } catch {
    return null;
  }
}

function proofOf({ backup, verifiedAt, restoreSeconds, from }: Omit<Receipt, 'proof'>, receiptKey: string): string {
  return createHmac('sha256', receiptKey)
    .update(JSON.stringify([backup, verifiedAt, restoreSeconds, from]))
    .digest('hex');
}

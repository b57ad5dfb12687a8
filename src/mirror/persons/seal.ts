import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV = 12;
const TAG = 16;
/** Before what is sealed: a number that is used once, and what proves that nothing was altered. */
const OVERHEAD = IV + TAG;

/** Random bytes for many seals at a time: asking for twelve costs as much as asking for thousands. */
const pool = Buffer.alloc(IV * 512);
let used = pool.length;

function freshIv(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += IV;
  return pool.subarray(used - IV, used);
}

/** AES-256-GCM. What is sealed opens only with the same key and in the same `context`. */
export function seal(key: Uint8Array, plain: string | Uint8Array, context: string): Buffer {
  const iv = freshIv();
  const cipher = createCipheriv(CIPHER, key, iv);
  cipher.setAAD(Buffer.from(context));
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  cipher.final();
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** Throws whatever the library throws for a wrong key, another context, or bytes that were altered. */
export function unseal(key: Uint8Array, sealed: Uint8Array, context: string): Buffer {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(IV, OVERHEAD));
  return Buffer.concat([decipher.update(sealed.subarray(OVERHEAD)), decipher.final()]);
}

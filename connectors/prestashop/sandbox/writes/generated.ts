import { createHash } from 'node:crypto';

/** Values that the vendor draws at random; here they follow from the seed and what they are for. */
const digest = (seed: number, purpose: string): string => createHash('md5').update(`${seed}:${purpose}`).digest('hex');

/** 32 hexadecimal digits. */
export const secureKey = (seed: number, purpose: string): string => digest(seed, `key ${purpose}`);

/** Nine capital letters. */
export function orderReference(seed: number, order: number): string {
  const letters = [...digest(seed, `reference ${order}`)].slice(0, 18);
  const pairs = Array.from({ length: 9 }, (_, index) =>
    Number.parseInt(`${letters[index * 2]}${letters[index * 2 + 1]}`, 16),
  );
  return pairs.map((number) => String.fromCharCode(65 + (number % 26))).join('');
}

/** Looks like a bcrypt hash, is none, and differs on every call as bcrypt's do. */
export function passwordHash(seed: number, password: string, salt: string): string {
  const text = createHash('sha256').update(`${seed}:${salt}:${password}`).digest('base64').replace(/[+=]/g, '.');
  return `$2y$10$${(text + text).slice(0, 53)}`;
}

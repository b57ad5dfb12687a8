import { hash } from 'node:crypto';
import type { JsonValue } from '#sdk';

/** What a file may be about. `stock` says of articles how many there are, and nothing else. */
export const SUBJECTS = ['products', 'stock', 'customers', 'orders'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** The kinds of records that claims become: the streams of the brick. */
export const CLAIM_KINDS = ['categories', 'locations', 'articles', 'customers', 'orders'] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

/** One value, where it stands, and since when that says so. */
export interface Claimed {
  value: JsonValue;
  /** `stock.xlsx, row 12`. */
  source: string;
  /** RFC 3339 UTC. */
  at: string;
}

/** The value as text; '' where there is none or it is no plain one. */
export function textOf(claimed: Claimed | undefined): string {
  const value = claimed?.value ?? '';
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/**
 * What a record of these keys is called. A customer's best key is an e-mail address or a phone number, and ids are not
 * sealed: theirs is a hash. It has no secret, so that the same file gives the same id on every machine: whoever has the
 * database can try whether a guess is right, and reads no address.
 */
export function recordIdOf(kind: ClaimKind, key: string): string {
  return kind === 'customers' ? `customer:${hash('sha256', key, 'base64url').slice(0, 22)}` : key;
}

/** What one row or mail says of one thing. */
export interface Claim {
  kind: ClaimKind;
  /** By what it is recognised, best first: `sku:T-1`, `gtin:3760012345670`. Never empty. */
  keys: readonly string[];
  fields: Readonly<Record<string, Claimed>>;
}

/**
 * Something that a person should look at before applying.
 * - `refused`: the value (or the row, the mail, the file) is left out;
 * - `repaired`: it is put right, and what proves it is said;
 * - `assumed`: it is taken, and something had to be assumed;
 * - `told`: it is taken as it is written.
 */
export interface Doubt {
  code: string;
  effect: 'refused' | 'repaired' | 'assumed' | 'told';
  file: string;
  /** Row as a spreadsheet shows it, or number of the mail in its mailbox, from 1; null: the whole file. */
  place: number | null;
  /** Heading, or null. */
  column: string | null;
  message: string;
  remedy: string;
}

import type { WebserviceRecord } from '../state.ts';
import { DAY, stamp } from './calendar.ts';

/** A shop while it is written. */
export interface Draft {
  readonly seed: number;
  /** Milliseconds since 1970: nothing in the shop is younger. */
  readonly now: number;
  readonly withImages: boolean;
  /** When the shop was installed, as the webservice writes it. */
  readonly installedOn: string;
  readonly resources: Record<string, WebserviceRecord[]>;
  readonly images: Record<string, Uint8Array>;
  /** Image ids run through all products. */
  lastImage: number;
}

export function createDraft(seed: number, now: number, withImages: boolean): Draft {
  const installedOn = stamp(now - 1100 * DAY);
  return { seed, now, withImages, installedOn, resources: {}, images: {}, lastImage: 0 };
}

export function listOf(draft: Draft, resource: string): WebserviceRecord[] {
  return (draft.resources[resource] ??= []);
}

export const nextId = (draft: Draft, resource: string): number => listOf(draft, resource).length + 1;

/** Appends a record under the next id: ids run from 1 without gaps, so {@link get} is an index. */
export function add(draft: Draft, resource: string, fields: Record<string, unknown>): number {
  const id = nextId(draft, resource);
  listOf(draft, resource).push({ id, ...fields });
  return id;
}

export function get(draft: Draft, resource: string, id: number): WebserviceRecord {
  const record = draft.resources[resource]?.[id - 1];
  if (!record) throw new Error(`The demo shop has no ${resource} ${id}`);
  return record;
}

/** PrestaShop's booleans are strings. */
export const flag = (value: boolean): '0' | '1' => (value ? '1' : '0');

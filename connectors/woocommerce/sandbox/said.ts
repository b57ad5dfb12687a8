import type { JsonValue } from '#sdk';

/** A scalar as text; nothing for what is none. */
export function said(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

import type { JsonObject, JsonValue } from '#sdk';
import type { Store } from './store.ts';
import { WpError } from './wp-error.ts';
import { said } from './said.ts';

/** One request as a handler sees it. */
export interface Call {
  store: Store;
  method: string;
  /** Below `wp-json/`, without query: `wc/v3/products/12`. */
  path: string;
  /** The numbers (and slugs) of the path, in order. */
  params: readonly string[];
  query: URLSearchParams;
  body: JsonObject;
  /** The raw body and its headers, for uploads. */
  raw: Buffer;
  headers: Readonly<Record<string, string>>;
  /** The address as the client asked for it. */
  base: string;
}

export interface Reply {
  status: number;
  body: JsonValue;
  headers?: Record<string, string>;
}

export type Handler = (call: Call) => Reply;

export function numberOf(call: Call, at = 0): number {
  return Number(call.params[at]);
}

export function notFound(code: string, message = 'Invalid ID.'): WpError {
  return new WpError(code, message, 404);
}

/** Only the fields that were asked for; `environment.language` asks for a field inside of one. */
export function chosen(row: JsonObject, query: URLSearchParams): JsonObject {
  const fields = query.get('_fields');
  if (fields === null) return row;
  const wanted = new Set(fields.split(',').map((field) => field.trim().split('.')[0]));
  return Object.fromEntries(Object.entries(row).filter(([field]) => wanted.has(field)));
}

/** Every record links to itself and to its list. */
export function links(call: Pick<Call, 'base'>, path: string, id: JsonValue, allow: readonly string[]): JsonObject {
  const href = `${call.base}wp-json/wc/v3/${path}`;
  return {
    self: [{ href: `${href}/${said(id)}`, targetHints: { allow: [...allow] } }],
    collection: [{ href }],
  };
}

export const ALL_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

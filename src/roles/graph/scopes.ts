import { Directive, Extensions } from 'type-graphql';
import { refuse } from './coded.ts';
import type { Viewer } from './request.ts';

/** What a token may be allowed. `customers:read` is the right to personal data, wherever it is shown. */
export const SCOPES = [
  'catalogue:read',
  'stock:read',
  'orders:read',
  'customers:read',
  'catalogue:write',
  'stock:write',
  'orders:write',
  'customers:write',
  'recovery',
  'admin',
] as const;

export type Scope = (typeof SCOPES)[number];

/** One of these sets, all of it. */
export type Need = readonly (readonly string[])[];

/** An argument that asks about people: filtering by it needs the scope as reading would. */
export interface ArgumentNeed {
  /** Names from the argument inwards. */
  path: readonly string[];
  scope: Scope;
}

/** Where the marks of arguments are in a field's extensions; no federation directive may stand on an argument. */
export const ARGUMENT_SCOPES = 'argumentScopes';

const EVERYTHING: ReadonlySet<string> = new Set(SCOPES);
const BUSINESS: ReadonlySet<string> = new Set(SCOPES.filter((scope) => scope.includes(':')));

/** Needs one of these scopes; of a list, all of it. On a type: whoever gets one; on a field: whoever asks for it. */
export function Scopes(
  ...any: readonly (Scope | readonly Scope[])[]
): PropertyDecorator & MethodDecorator & ClassDecorator {
  return Directive(requiresScopes(any.map((one) => (typeof one === 'string' ? [one] : one))));
}

/** For every token, whatever its scopes; not for shoppers. */
export function Authenticated(): MethodDecorator & PropertyDecorator & ClassDecorator {
  return Directive('@authenticated');
}

/** Marks arguments by their path: `filter.customer`. */
export function ArgumentScopes(scope: Scope, ...paths: readonly string[]): MethodDecorator {
  const needs = paths.map((path): ArgumentNeed => ({ path: path.split('.'), scope }));
  return Extensions({ [ARGUMENT_SCOPES]: needs });
}

/** As SDL. */
export function requiresScopes(need: Need): string {
  return `@requiresScopes(scopes: ${JSON.stringify(need)})`;
}

/** What a viewer's token may do. A token of the program itself has no list: it may do everything, or all business. */
export function scopesOf({ scopes, admin }: Viewer): ReadonlySet<string> {
  return scopes ?? (admin ? EVERYTHING : BUSINESS);
}

export function fulfils(scopes: ReadonlySet<string>, need: Need): boolean {
  return need.some((all) => all.every((scope) => scopes.has(scope)));
}

/** The refusal names what was asked for and the scope, never a value. */
export function lacking(coordinate: string, need: Need): Error {
  const wanted = need.map((all) => all.join(' with ')).join(' or ');
  return refuse('FORBIDDEN', `This token may not use ${coordinate}: it needs the scope ${wanted}.`, 403);
}

/** Whether an argument is given, at whatever depth. */
export function isGiven(values: Readonly<Record<string, unknown>>, path: readonly string[]): boolean {
  let value: unknown = values;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return false;
    value = (value as Record<string, unknown>)[name];
  }
  return value !== undefined && value !== null && value !== '';
}

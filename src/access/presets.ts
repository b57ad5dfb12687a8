import { PermanentError } from '#sdk';
import { SCOPES, type Scope } from '../roles/graph/index.ts';

/** What one kind of program needs, and no more. */
export const PRESETS: Readonly<Record<string, readonly Scope[]>> = {
  /** A storefront's server: shows the catalogue, places orders. People log in with shopper tokens. */
  frontend: ['catalogue:read', 'stock:read', 'orders:write', 'customers:write'],
  /** Sells over the counter, and knows who holds a loyalty card. */
  till: ['catalogue:read', 'stock:read', 'stock:write', 'orders:read', 'orders:write', 'customers:read'],
  /** All of the business, and what waits for a person. */
  staff: SCOPES.filter((scope) => scope !== 'admin'),
  /** Another system: everything but people. */
  integrator: ['catalogue:read', 'catalogue:write', 'stock:read', 'stock:write', 'orders:read', 'orders:write'],
  admin: SCOPES,
};

const KNOWN: ReadonlySet<string> = new Set(SCOPES);

/** Scopes named one by one and by preset, each once, in the order of the list. */
export function scopesFor(named: readonly string[], presets: readonly string[]): Scope[] {
  const unknown = named.find((scope) => !KNOWN.has(scope));
  if (unknown !== undefined) throw invalid(`There is no scope "${unknown}".`, `Scopes: ${SCOPES.join(', ')}.`);
  const unknownPreset = presets.find((preset) => !Object.hasOwn(PRESETS, preset));
  if (unknownPreset !== undefined) {
    throw invalid(`There is no preset "${unknownPreset}".`, `Presets: ${Object.keys(PRESETS).join(', ')}.`);
  }
  const wanted = new Set<string>([...named, ...presets.flatMap((preset) => PRESETS[preset] ?? [])]);
  if (wanted.size === 0) throw invalid('A token without scopes may do nothing.', 'Give --scope or --preset.');
  return SCOPES.filter((scope) => wanted.has(scope));
}

export function invalid(message: string, remedy: string): PermanentError {
  return new PermanentError({ code: 'TOKEN_INVALID', message, remedy });
}

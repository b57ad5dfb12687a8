/** Which requests a rule is about; every given property must fit. */
export interface FaultMatch {
  /** `GET`, or several. */
  method?: string | string[];
  /** Resource name: `products`. */
  resource?: string;
  /** Source of a regular expression that the path with its query must match. */
  path?: string;
}

/** How often a matching request is hit. `at` counts from 1; `rate` draws from the sandbox's seed. */
export type FaultTiming = 'always' | { next: number } | { at: number } | { every: number } | { rate: number };

/**
 * What goes wrong. `after` lets the shop do its work first, so that a write takes effect and its answer is lost.
 * - `latencyMs`: the answer comes later
 * - `status`: that status, with `body` or the vendor's error list
 * - `drop`: the connection breaks without an answer
 * - `cut`: the body ends after this share of its bytes (0 to 1), though more were announced
 * - `html`: a maintenance page with 200 where data was asked
 * - `empty`: 200 and a list without records
 * - `half`: 200 and only the first half of the records
 */
export type FaultEffect =
  | { kind: 'latency'; latencyMs: number }
  | { kind: 'status'; status: number; body?: string; after?: boolean }
  | { kind: 'drop'; after?: boolean }
  | { kind: 'cut'; share: number }
  | { kind: 'html'; status?: number }
  | { kind: 'empty' }
  | { kind: 'half' };

export interface FaultRule {
  match?: FaultMatch;
  /** Default `always`. */
  when?: FaultTiming;
  effect: FaultEffect;
}

/** All that can be wrong with a shop at one time; plain data, so that another process can send it. */
export interface FaultSettings {
  /** Applied in order; several may hit one request. */
  rules: FaultRule[];
  /** The webservice is switched off: 503, code 22. */
  disabled: boolean;
  /** The key may only read. */
  readOnly: boolean;
  /** Rights that the key lacks: resource to methods, or to `all` of them. */
  denied: Record<string, string[] | 'all'>;
}

export const NO_FAULTS: FaultSettings = { rules: [], disabled: false, readOnly: false, denied: {} };

/** What a rule looks at. */
export interface FaultSubject {
  method: string;
  resource: string;
  /** Path with its query, decoded. */
  path: string;
}

export function matches(match: FaultMatch | undefined, subject: FaultSubject): boolean {
  if (!match) return true;
  if (match.method !== undefined && ![match.method].flat().includes(subject.method)) return false;
  if (match.resource !== undefined && match.resource !== subject.resource) return false;
  return match.path === undefined || new RegExp(match.path).test(subject.path);
}

/** What can be wrong with the sandbox at one time. Tests set these fields; `clear` mends everything. */
export interface Faults {
  /** The next so many requests are answered 429 "Too Many Attempts". */
  tooMany: number;
  /** Every token that was given out is taken no longer. */
  expireTokens(): void;
  /** SKUs whose stock answers a generic 500. */
  brokenSkus: Set<string>;
  /** Lists (by their path below `/api`) that show at most so many rows, whatever their total says. */
  shortLists: Map<string, number>;
  /** Lists that answer their first page to every question. */
  stuckLists: Set<string>;
  /** Lists that answer a web page. */
  pages: Set<string>;
  /** Called before a list is answered: changes the state under the reader. */
  onList: ((path: string, offset: number) => void) | null;
  clear(): void;
}

export function noFaults(expireTokens: () => void): Faults {
  const faults: Faults = {
    tooMany: 0,
    expireTokens,
    brokenSkus: new Set(),
    shortLists: new Map(),
    stuckLists: new Set(),
    pages: new Set(),
    onList: null,
    clear() {
      faults.tooMany = 0;
      faults.onList = null;
      for (const set of [faults.brokenSkus, faults.shortLists, faults.stuckLists, faults.pages]) set.clear();
    },
  };
  return faults;
}

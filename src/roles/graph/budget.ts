import { performance } from 'node:perf_hooks';
import type { GraphQLError } from 'graphql';
import { refuse } from './coded.ts';

/** Rows that one request may read, or hand on again to another part of its answer. */
export const MOST_ROWS = 100_000;
/** Milliseconds after which a request is given up, checked wherever rows are loaded. */
export const LONGEST_REQUEST = 15_000;

export interface BudgetLimits {
  rows?: number;
  ms?: number;
  /** Milliseconds of any clock that only goes forward. */
  clock?(): number;
}

/**
 * What one request may still read. Costs are computed from assumed list sizes; this counts the real ones, so that a
 * shop with very long lists cannot fill the memory.
 */
export class ReadBudget {
  readonly #rows: number;
  readonly #ms: number;
  readonly #clock: () => number;
  readonly #deadline: number;
  #spent = 0;
  #refusal: GraphQLError | null = null;

  constructor({ rows = MOST_ROWS, ms = LONGEST_REQUEST, clock = () => performance.now() }: BudgetLimits = {}) {
    this.#rows = rows;
    this.#ms = ms;
    this.#clock = clock;
    this.#deadline = clock() + ms;
  }

  /** Why the whole request is refused, once it is. */
  get refusal(): GraphQLError | null {
    return this.#refusal;
  }

  /** Counts rows and looks at the clock; throws from the first time on that either is used up. */
  spend(rows: number): void {
    this.#spent += rows;
    this.#refusal ??= this.#judge();
    if (this.#refusal !== null) throw this.#refusal;
  }

  /** Milliseconds that the request may take in all. */
  get ms(): number {
    return this.#ms;
  }

  /** Its time is over, whatever it waits for; every further read throws. */
  expire(): GraphQLError {
    return (this.#refusal ??= this.#late());
  }

  /** Nobody waits for the answer any more; every further read throws. */
  abandon(): GraphQLError {
    return (this.#refusal ??= refuse('REQUEST_GONE', 'The client went away before it was answered.'));
  }

  /** Refuses the whole request for another reason. */
  refuse(refusal: GraphQLError): never {
    throw (this.#refusal ??= refusal);
  }

  #judge(): GraphQLError | null {
    if (this.#spent > this.#rows) {
      const text = `The answer needs more than ${this.#rows} rows of the mirror. Ask for less at once: a smaller "first", fewer levels.`;
      return refuse('QUERY_TOO_LARGE', text, 400);
    }
    return this.#clock() > this.#deadline ? this.#late() : null;
  }

  #late(): GraphQLError {
    const text = `The answer takes longer than ${this.#ms / 1000} s. Ask for less at once: a smaller "first", fewer levels.`;
    return refuse('QUERY_TIMEOUT', text, 503);
  }
}

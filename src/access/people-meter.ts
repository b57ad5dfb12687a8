import type { Logger } from 'pino';
import { refuse, type PeopleCount } from '../roles/graph/index.ts';

/** How many people a token may read about: from `soft` on somebody is told, at `hard` it ends. */
export interface PeopleLimits {
  soft: number;
  hard: number;
}

export interface PeopleOptions {
  hour: PeopleLimits;
  day: PeopleLimits;
  now(): Date;
  log: Logger;
}

type Span = 'hour' | 'day';

interface Window {
  /** Which hour or day it is, counted from 1970. */
  number: number;
  people: Set<string>;
  isWarned: boolean;
}

const MS: Readonly<Record<Span, number>> = { hour: 3_600_000, day: 86_400_000 };
const SPANS: readonly Span[] = ['hour', 'day'];

/**
 * Counts the people whose data each token reads, each person once an hour and once a day. It remembers who they were up
 * to the hard limit, exactly, and nobody beyond: that is its memory. It begins again when the hub does.
 */
export class PeopleMeter implements PeopleCount {
  readonly #options: PeopleOptions;
  readonly #tokens = new Map<string, Record<Span, Window>>();

  constructor(options: PeopleOptions) {
    this.#options = options;
  }

  see({ viewer, budget }: Parameters<PeopleCount['see']>[0], people: readonly string[]): void {
    if (people.length === 0) return;
    const windows = this.#windowsOf(viewer.name);
    for (const person of people) {
      for (const span of SPANS) {
        const { people: known } = windows[span];
        if (known.has(person) || known.size < this.#options[span].hard) continue;
        this.#options.log.error(
          { token: viewer.name, span, people: known.size },
          'a token has read about too many people',
        );
        budget.refuse(refuse('PERSONAL_DATA_LIMIT', textOf(span, this.#options[span].hard), 429));
      }
      for (const span of SPANS) windows[span].people.add(person);
    }
    for (const span of SPANS) this.#warn(viewer.name, span, windows[span]);
  }

  /** People of this hour, or this day, by token. */
  counts(span: Span): Record<string, number> {
    const number = this.#number(span);
    return Object.fromEntries(
      [...this.#tokens].map(([token, windows]) => {
        const window = windows[span];
        return [token, window.number === number ? window.people.size : 0];
      }),
    );
  }

  /** How many tokens are at their soft limit or beyond: 1; at the hard one: 2. */
  levels(span: Span): Record<string, number> {
    const { soft, hard } = this.#options[span];
    const level = (count: number): number => Number(count >= soft) + Number(count >= hard);
    return Object.fromEntries(Object.entries(this.counts(span)).map(([token, count]) => [token, level(count)]));
  }

  #warn(token: string, span: Span, window: Window): void {
    const { soft, hard } = this.#options[span];
    if (window.isWarned || window.people.size < soft) return;
    window.isWarned = true;
    this.#options.log.warn({ token, span, people: window.people.size, hard }, 'a token reads about many people');
  }

  #windowsOf(token: string): Record<Span, Window> {
    const known = this.#tokens.get(token);
    const windows = { hour: this.#window('hour', known), day: this.#window('day', known) };
    this.#tokens.set(token, windows);
    return windows;
  }

  #window(span: Span, known: Record<Span, Window> | undefined): Window {
    const number = this.#number(span);
    if (known?.[span].number === number) return known[span];
    if (span === 'day') this.#dropOld(number);
    return { number, people: new Set(), isWarned: false };
  }

  #dropOld(day: number): void {
    for (const [token, windows] of this.#tokens) if (windows.day.number < day) this.#tokens.delete(token);
  }

  #number(span: Span): number {
    return Math.floor(this.#options.now().getTime() / MS[span]);
  }
}

function textOf(span: Span, hard: number): string {
  return `This token has read about ${hard} people this ${span}, which is its limit. It may read on in the next ${span}; an administrator can raise "access.people" in the configuration.`;
}

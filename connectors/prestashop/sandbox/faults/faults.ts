import { METHODS, type Rights } from '../auth.ts';
import type { Reshape } from '../reading.ts';
import {
  matches,
  NO_FAULTS,
  type FaultEffect,
  type FaultRule,
  type FaultSettings,
  type FaultSubject,
} from './fault-rule.ts';
import { seededRandom } from './seeded-random.ts';

/** The switchboard of what is wrong with the shop; everything can be changed while it runs. */
export class Faults {
  #settings: FaultSettings = NO_FAULTS;
  #hits = new Map<FaultRule, number>();
  readonly #random: () => number;

  /**
   * Replaces the records that a read shows, in process only: lies of any kind. Gets the records that were selected,
   * must not change them in place.
   */
  transform: Reshape | undefined;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  get settings(): FaultSettings {
    return this.#settings;
  }

  /** Replaces the named settings, keeps the others. Setting `rules` starts their counts anew. */
  set(change: Partial<FaultSettings>): void {
    this.#settings = { ...this.#settings, ...change };
    if (change.rules) this.#hits = new Map();
  }

  /** Adds one rule to those that hold. */
  add(rule: FaultRule): void {
    this.#settings = { ...this.#settings, rules: [...this.#settings.rules, rule] };
  }

  /** All is well again, transform included. */
  clear(): void {
    this.#settings = NO_FAULTS;
    this.#hits = new Map();
    this.transform = undefined;
  }

  /** Counts this request and says what happens to it. */
  effectsOn(subject: FaultSubject): FaultEffect[] {
    return this.#settings.rules
      .filter((rule) => matches(rule.match, subject) && this.#strikes(rule))
      .map((rule) => rule.effect);
  }

  /** The key's rights under the present settings. */
  readonly rights: Rights = (resource) => {
    const denied = this.#settings.denied[resource] ?? [];
    const methods = this.#settings.readOnly ? ['GET', 'HEAD'] : METHODS;
    return denied === 'all' ? [] : methods.filter((method) => !denied.includes(method));
  };

  #strikes(rule: FaultRule): boolean {
    const when = rule.when ?? 'always';
    const count = (this.#hits.get(rule) ?? 0) + 1;
    this.#hits.set(rule, count);
    if (when === 'always') return true;
    if ('next' in when) return count <= when.next;
    if ('at' in when) return count === when.at;
    if ('every' in when) return count % when.every === 0;
    return this.#random() < when.rate;
  }
}

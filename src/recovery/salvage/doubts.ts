import type { Doubt } from './claim.ts';

/** So many of one kind are shown; all are counted. */
const SHOWN = 50;

/** What is doubtful, counted by code and effect, and shown as far as a person reads. */
export class Doubts {
  readonly shown: Doubt[] = [];
  readonly #counts = new Map<string, number>();

  add(doubt: Doubt): void {
    const key = `${doubt.code} ${doubt.effect} ${doubt.file}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count <= SHOWN) this.shown.push(doubt);
  }

  addAll(doubts: Iterable<Doubt>): void {
    for (const doubt of doubts) this.add(doubt);
  }

  counts(): { code: string; effect: Doubt['effect']; count: number }[] {
    const totals = new Map<string, { code: string; effect: Doubt['effect']; count: number }>();
    for (const [key, count] of this.#counts) {
      const [code = '', effect = 'told'] = key.split(' ');
      const name = `${code} ${effect}`;
      const total = totals.get(name) ?? { code, effect: effect as Doubt['effect'], count: 0 };
      totals.set(name, { ...total, count: total.count + count });
    }
    return [...totals.values()];
  }
}

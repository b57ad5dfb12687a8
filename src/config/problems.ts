import { PermanentError } from '#sdk';

/** One thing to mend. */
export interface Problem {
  /** `mortar.config.yaml:4:5`, or the environment variable it came from. */
  where: string;
  /** `bricks.shop.url` */
  key: string;
  /** What is wrong, as a predicate of the key: `is missing`. */
  what: string;
  remedy: string;
}

/** Collects everything that is wrong, so that it is mended in one go. */
export class Problems {
  readonly found: Problem[] = [];

  add(problem: Problem): void {
    this.found.push(problem);
  }

  /** For a check that follows others: a place with a problem is named once. */
  addIfFirst(problem: Problem): void {
    if (!this.found.some(({ where }) => where === problem.where)) this.add(problem);
  }

  /** Throws all that was found, if anything was. */
  throwIfAny(redact: (text: string) => string): void {
    const count = this.found.length;
    if (count === 0) return;
    const inOrder = this.found.toSorted((a, b) => lineOf(a) - lineOf(b));
    const list = inOrder.map(({ where, key, what, remedy }) => `\n  ${where}  ${key} ${what}.\n    ${remedy}`);
    const head = count === 1 ? 'The configuration has a problem:' : `The configuration has ${count} problems:`;
    throw new PermanentError({
      code: 'CONFIG_INVALID',
      message: redact(head + list.join('')),
      remedy: count === 1 ? 'Mend this place, then start again.' : 'Mend these places, then start again.',
    });
  }
}

/** As they stand in the file; what stands in no file comes first. */
function lineOf({ where }: Problem): number {
  return Number(/:(\d+):\d+$/.exec(where)?.[1] ?? 0);
}

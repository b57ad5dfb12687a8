import type { AuditNotes } from '../roles/graph/index.ts';

const MOST_PEOPLE = 20_000;

/** What one request did, collected while it is answered. */
export class RequestNotes implements AuditNotes {
  readonly #people = new Set<string>();
  readonly #messages: string[] = [];
  readonly #answers: { field: string; answer: string | null; code: string | null }[] = [];

  /** Whether the operation has its entry already. */
  isEntered = false;

  read(people: readonly string[]): void {
    for (const person of people) if (this.#people.size < MOST_PEOPLE) this.#people.add(person);
  }

  sent(messages: readonly string[]): void {
    this.#messages.push(...messages);
  }

  answered(field: string, result: unknown): void {
    this.#answers.push({ field, answer: textIn(result, '__typename'), code: textIn(result, 'code') });
  }

  get people(): string[] {
    return [...this.#people].sort();
  }

  get messages(): readonly string[] {
    return this.#messages;
  }

  /** What each field of a mutation answered: the name of the result's type, and the code of a refusal. */
  get answers(): { field: string; answer: string | null; code: string | null }[] {
    return this.#answers;
  }
}

function textIn(value: unknown, key: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'string' && /^\w{1,80}$/.test(found) ? found : null;
}

import { announce } from './announce.ts';

export type Parameters = readonly unknown[];

/** What a transaction is for, told by the first of its statements that matches. */
const PURPOSES: readonly (readonly [RegExp, string | ((parameters: Parameters) => string)])[] = [
  [/^create table|^insert into "?migrations"?/, 'migration'],
  [/^insert into messages/, 'enqueue'],
  [/^update messages set relay = \?, lease_until|^update messages set relay = \$1, lease_until/, 'lease'],
  [/^insert into message_steps/, 'step'],
  [/^update messages set confirmed_at/, 'confirm'],
  [/^update messages set .*state = 'delivered'/, 'settle'],
  [/^insert into "?move_items/, 'begun'],
  [/^update moves/, 'move'],
  [/^insert into revisions/, (parameters) => (parameters.includes('-') ? 'tombstones' : 'page')],
  [/^insert into streams .* first_read_at = coalesce/, 'pass-end'],
  [/^insert into streams/, 'page'],
  [/^update records set published_seq/, 'publish'],
  [/^update runs set state = 'interrupted'|^insert into runs/, 'run-start'],
  [/^update runs/, 'run-end'],
  [/^delete from due|^(insert into|delete from) f(acet)?_/, 'projection'],
];

/**
 * Follows the statements of one connection and announces three instants of every transaction: `open` after its first
 * telling write, `commit` before it is committed, `committed` before anybody else can know that it was.
 */
export class TransactionWatch {
  #open = false;
  #purpose: string | null = null;

  before(text: string): void {
    if (this.#purpose !== null && /^\s*commit/i.test(text)) announce(`${this.#purpose}:commit`);
  }

  after(text: string, parameters: Parameters): void {
    if (/^\s*begin/i.test(text)) {
      this.#open = true;
      this.#purpose = null;
    } else if (/^\s*(commit|rollback)/i.test(text)) {
      const purpose = this.#purpose;
      this.#open = false;
      this.#purpose = null;
      if (purpose !== null && /^\s*commit/i.test(text)) announce(`${purpose}:committed`);
    } else if (this.#open && this.#purpose === null) {
      this.#purpose = purposeOf(text, parameters);
      if (this.#purpose !== null) announce(`${this.#purpose}:open`);
    }
  }
}

function purposeOf(text: string, parameters: Parameters): string | null {
  const plain = text.replace(/\s+/g, ' ').trim().toLowerCase();
  const found = PURPOSES.find(([pattern]) => pattern.test(plain));
  if (!found) return null;
  const [, name] = found;
  return typeof name === 'string' ? name : name(parameters);
}

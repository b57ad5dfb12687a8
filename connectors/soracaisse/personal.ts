import type { JsonObject, PersonalValues } from '#sdk';
import { text } from './body.ts';
import { canonical } from './canonical.ts';
import type { FileKind } from './columns.ts';

/** Whose it is: the customer's, or of a card that names none, the card's. */
function holder(body: JsonObject, card: string): string | null {
  const number = text(body, card);
  return text(body, 'customer') ?? (number && `card/${number}`);
}

/** What the files say of people. */
export const PERSONAL: Partial<Record<FileKind, PersonalValues>> = {
  customers: { person: (_body, id) => id, fields: ['firstName', 'lastName', 'email', 'phone', 'card'] },
  loyalty: { person: (body) => holder(body, 'number'), fields: ['number'] },
  tickets: { person: (body) => holder(body, 'card'), fields: ['card'] },
};

/**
 * Whether a file says what the mirror holds already. Of whom was erased, the mirror holds empty texts, and old files go
 * on naming them: that is no difference.
 */
export function isSaid(kind: FileKind, known: JsonObject, said: JsonObject): boolean {
  const fields = PERSONAL[kind]?.fields ?? [];
  const erased = typeof fields === 'function' ? [] : fields.filter((field) => known[field] === '');
  const blanks = Object.fromEntries(erased.map((field) => [field, '']));
  return canonical(known) === canonical({ ...said, ...blanks });
}

import type { CheckFinding } from '#sdk';

export interface Words {
  en: string;
  fr: string;
}

type Said = Pick<CheckFinding, 'reference' | 'prices'>;

export function finding(
  state: CheckFinding['state'],
  message: Words,
  remedy: Words | null,
  { reference, prices }: Said = {},
): CheckFinding {
  return {
    ...{ subject: 'order', state, message: message.en },
    ...(remedy && { remedy: remedy.en }),
    fr: { message: message.fr, ...(remedy && { remedy: remedy.fr }) },
    ...(reference !== undefined && { reference }),
    ...(prices && { prices }),
  };
}

/** One after the other; null where there are none. */
export function joined(...parts: readonly (Words | null)[]): Words | null {
  const said = parts.filter((part) => part !== null);
  if (said.length === 0) return null;
  return { en: said.map(({ en }) => en).join(' '), fr: said.map(({ fr }) => fr).join(' ') };
}

/** What the shop said, in its own words and language, without markup. */
export function quoted(words: string): string {
  return words
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
}

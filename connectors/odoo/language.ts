import type { JsonValue } from '#sdk';
import type { Odoo } from './odoo.ts';

const WHERE_NONE_IS_TOLD = 'fr_FR';

/**
 * The language in which the user sees Odoo: one of those that the database has, `fr_FR`. Without any, Odoo from 16 on
 * tells translated names in American English, whatever staff wrote.
 */
export async function ownLanguage(odoo: Odoo, signal?: AbortSignal): Promise<string> {
  const answer = await odoo.call({ model: 'res.users', method: 'context_get', args: {} }, signal);
  return languageIn(answer) ?? WHERE_NONE_IS_TOLD;
}

function languageIn(answer: JsonValue): string | null {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return null;
  const { lang } = answer;
  return typeof lang === 'string' && lang !== '' ? lang : null;
}

import { PermanentError, type IntakeContext, type Loss } from '#sdk';

export interface Words {
  en: string;
  fr: string;
}

/** Why something stays in the mirror and does not go to Odoo. */
export const KEPT = {
  ticket: {
    en: 'Tickets and closings are never made a second time (French till law): they stay in the mirror, unaltered.',
    fr: 'Tickets et clôtures ne se recréent jamais (loi sur les caisses) : ils restent dans le miroir, inaltérés.',
  },
  done: {
    en: 'It is done: it stays in the mirror.',
    fr: 'C’est terminé : cela reste dans le miroir.',
  },
  nothing: {
    en: 'Nothing lies there: Odoo has no count for that.',
    fr: 'Rien n’y est : Odoo n’a pas de quantité pour cela.',
  },
  inactive: {
    en: 'It is no longer in use: it stays in the mirror.',
    fr: 'Ce n’est plus en usage : cela reste dans le miroir.',
  },
} as const satisfies Record<string, Words>;

export const loss = (field: string, reason: Words, remedy: Words): Loss => ({ field, reason, remedy });

/** What Odoo lacks for one thing, which somebody can add. */
export function lacking(code: string, message: string, remedy: string, detail?: string): PermanentError {
  return new PermanentError({ code, message, remedy, ...(detail === undefined ? {} : { detail }) });
}

/** Odoo's id of what was placed before; refuses where it was not, since it was refused itself or left out. */
export function placedId(context: IntakeContext, kind: string, id: string): number {
  const found = Number(/(\d+)$/.exec(context.placed(kind, id) ?? '')?.[1]);
  if (Number.isSafeInteger(found) && found > 0) return found;
  throw lacking(
    'INTAKE_PART_MISSING',
    `It needs a ${kind} that did not come to Odoo.`,
    `See why ${kind} ${id} was left out or refused, mend it, and apply again.`,
    id,
  );
}

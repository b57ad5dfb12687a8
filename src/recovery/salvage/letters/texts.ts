export interface LetterText {
  subject: string;
  body: string;
}

/** For a shop that writes none of its own. */
export const LETTERS: Record<'fr' | 'en', LetterText> = {
  fr: {
    subject: 'Votre commande {reference}',
    body: `Bonjour {firstName} {lastName},

Le système de notre boutique a cessé de fonctionner. Nous avons retrouvé votre commande {reference} du {date}, d'un montant de {total}, à partir de nos courriels.

Vous n'avez rien à faire. Si cette commande vous est déjà parvenue, si elle a été annulée, ou si quelque chose a changé, répondez simplement à ce message.

Merci de votre patience.`,
  },
  en: {
    subject: 'Your order {reference}',
    body: `Hello {firstName} {lastName},

Our shop's system stopped working. We have found your order {reference} of {date}, for {total}, in our mails.

There is nothing you need to do. If it has reached you already, was cancelled, or if anything has changed, simply answer this message.

Thank you for your patience.`,
  },
};

/** Puts facts into a text. What is no name of a fact stays as it is; what a fact holds is never read again. */
export function filled(text: LetterText, facts: object): LetterText {
  const known = new Map(Object.entries(facts) as [string, string][]);
  const fill = (one: string): string => one.replace(/\{(\w+)\}/g, (all, name: string) => known.get(name) ?? all);
  return { subject: fill(text.subject).replace(/[\r\n]+/g, ' '), body: fill(text.body) };
}

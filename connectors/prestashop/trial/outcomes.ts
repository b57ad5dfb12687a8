import type { CheckFinding } from '#sdk';
import type { Words } from './findings.ts';

export interface Judged {
  state: CheckFinding['state'];
  message: Words;
  remedy: Words | null;
  said?: Pick<CheckFinding, 'reference' | 'prices'>;
}

const BY_HAND: Words = {
  en: 'Order one thing by hand as a guest, look at it in the back office (Orders), and set it to “Canceled”.',
  fr: 'Commandez un article à la main en tant qu’invité, regardez-le dans le back-office (Commandes), et passez-le à « Annulé ».',
};

const STEPS = {
  product: { en: 'product page', fr: 'fiche produit' },
  cart: { en: 'cart', fr: 'panier' },
  order: { en: 'beginning of the order', fr: 'début de la commande' },
  personal: { en: 'personal information', fr: 'informations personnelles' },
  address: { en: 'address', fr: 'adresse' },
  delivery: { en: 'delivery', fr: 'livraison' },
  payment: { en: 'payment', fr: 'paiement' },
} as const;
export type Step = keyof typeof STEPS;

/** It cannot be followed: a theme, a module, a setting. It says nothing of the shop. */
export function stoppedAt(step: Step, why: Words): Judged {
  const { en, fr } = STEPS[step];
  return {
    state: 'missing',
    message: {
      en: `The test order stopped at the step “${en}”: ${why.en}.`,
      fr: `La commande d’essai s’est arrêtée à l’étape « ${fr} » : ${why.fr}.`,
    },
    remedy: BY_HAND,
  };
}

export const same = (words: string): Words => ({ en: words, fr: words });

export const NOT_UNDERSTOOD: Words = {
  en: 'the theme shows nothing there that the hub understands',
  fr: 'le thème n’y montre rien que le hub comprenne',
};

export function failedAt(step: Step, status: number): Judged {
  const { en, fr } = STEPS[step];
  return {
    state: 'error',
    message: {
      en: `The shop failed at the step “${en}” (HTTP ${String(status)}).`,
      fr: `La boutique a échoué à l’étape « ${fr} » (HTTP ${String(status)}).`,
    },
    remedy: {
      en: 'See Advanced Parameters > Logs and var/logs, and order by hand: customers cannot buy either.',
      fr: 'Voir Paramètres avancés > Logs et var/logs, et commandez à la main : les clients ne peuvent pas acheter non plus.',
    },
  };
}

export function notForSale(words: string): Judged {
  return {
    state: 'missing',
    message: {
      en: `What was to be ordered cannot be put into the cart now: ${words}.`,
      fr: `L’article à commander ne peut pas être mis au panier maintenant : ${words}.`,
    },
    remedy: {
      en: 'Give one product some stock in the shop, and verify again.',
      fr: 'Donnez du stock à un produit de la boutique, puis vérifiez à nouveau.',
    },
  };
}

export const NO_CARRIER: Judged = {
  state: 'missing',
  message: {
    en: 'No delivery is offered to an address in the shop’s own country.',
    fr: 'Aucune livraison n’est proposée vers une adresse du pays de la boutique.',
  },
  remedy: {
    en: 'Give a carrier the zone of that country (Shipping > Carriers), and verify again.',
    fr: 'Donnez à un transporteur la zone de ce pays (Livraison > Transporteurs), puis vérifiez à nouveau.',
  },
};

export function noPayment(offered: readonly string[]): Judged {
  const list = offered.join(', ');
  return {
    state: 'missing',
    message: {
      en: `There is no way to order without paying at once (offered: ${list || 'none'}).`,
      fr: `Aucun moyen de commander sans payer aussitôt (proposés : ${list || 'aucun'}).`,
    },
    remedy: {
      en: 'Switch on ps_wirepayment, ps_checkpayment or ps_cashondelivery for a moment and verify again, or order by hand.',
      fr: 'Activez un moment ps_wirepayment, ps_checkpayment ou ps_cashondelivery et vérifiez à nouveau, ou commandez à la main.',
    },
  };
}

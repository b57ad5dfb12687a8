import type { IntakeStage } from '#sdk';
import type { Words } from './record-kind.ts';

/** Kinds that are mirrored, and that a rebuild leaves where they are. */
const KINDS: Readonly<Record<string, Words>> = {
  specific_prices_global: {
    en: 'The same rows as among the specific prices, read once more.',
    fr: 'Les mêmes lignes que parmi les prix spécifiques, lues une seconde fois.',
  },
  carts: {
    en: 'An order brings its basket; one that nobody paid is not carried over.',
    fr: 'Une commande apporte son panier ; un panier non payé n’est pas repris.',
  },
  order_returns: {
    en: 'The webservice takes no lines of a return: enter open returns again.',
    fr: 'Le webservice n’accepte pas les lignes d’un retour : ressaisir les retours en cours.',
  },
  attachments: {
    en: 'The files are not in the mirror: attach them again.',
    fr: 'Les fichiers ne sont pas dans le miroir : les joindre de nouveau.',
  },
  customizations: {
    en: 'They belong to baskets, and their files are not in the mirror.',
    fr: 'Elles appartiennent aux paniers, et leurs fichiers ne sont pas dans le miroir.',
  },
  stores: {
    en: 'Addresses of shops are entered in the back office: Shop Parameters > Contact > Stores.',
    fr: 'Les magasins se saisissent dans Paramètres de la boutique > Contact > Magasins.',
  },
  shop_groups: { en: 'The new shop has its own.', fr: 'La nouvelle boutique a le sien.' },
  shop_urls: { en: 'The new shop has its own address.', fr: 'La nouvelle boutique a sa propre adresse.' },
  image_types: {
    en: 'The theme of the new shop says which sizes it needs.',
    fr: 'Le thème de la nouvelle boutique dit quelles tailles il lui faut.',
  },
  warehouses: {
    en: 'The old stock management takes no warehouses through the webservice.',
    fr: 'L’ancienne gestion des stocks ne prend pas d’entrepôt par le webservice.',
  },
  stock_movements: {
    en: 'Movements are a log, and cannot be written; the quantities are.',
    fr: 'Les mouvements sont un journal et ne s’écrivent pas ; les quantités, si.',
  },
};

/** Stages that bring nothing, so that the plan says of each kind why. */
export const LEFT_OUT: readonly IntakeStage[] = Object.entries(KINDS).map(([kind, reason]) => ({
  kind,
  wants: () => reason,
  find: () => Promise.resolve(null),
  put: () => Promise.resolve([]),
}));

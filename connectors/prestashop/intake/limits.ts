import type { Loss } from '#sdk';

/** What another PrestaShop cannot take through the webservice, in words for staff. */

export const TRANSLATIONS: Loss = {
  field: 'translations',
  reason: {
    en: 'The words of the shop’s own pages and mails are not in the webservice.',
    fr: 'Les textes des pages et courriels de la boutique ne sont pas dans le webservice.',
  },
  remedy: {
    en: 'Import the language pack in International > Localization for each language that the new shop lacked.',
    fr: 'Importer le pack de langue dans International > Localisation pour chaque langue qui manquait.',
  },
};

export const CARRIER_ACCESS: Loss = {
  field: 'zones, groups',
  reason: {
    en: 'The webservice does not say to which zones and customer groups a carrier delivers; without them it is not offered.',
    fr: 'Le webservice ne dit pas quelles zones et quels groupes un transporteur dessert ; sans eux il n’est pas proposé.',
  },
  remedy: {
    en: 'Open each new carrier in Shipping > Carriers, tick its zones and groups, and save.',
    fr: 'Ouvrir chaque nouveau transporteur dans Livraison > Transporteurs, cocher zones et groupes, enregistrer.',
  },
};

export const CATEGORY_GROUPS: Loss = {
  field: 'groups',
  reason: {
    en: 'Which customer groups see a category is not in the webservice: all of them will.',
    fr: 'Les groupes qui voient une catégorie ne sont pas dans le webservice : tous la verront.',
  },
  remedy: {
    en: 'Where a category was hidden from a group, set its group access again.',
    fr: 'Si une catégorie était cachée à un groupe, refaire son accès par groupe.',
  },
};

export const IMAGE_BYTES: Loss = {
  field: 'bytes, legend',
  reason: {
    en: 'PrestaShop encodes an uploaded image anew, and its legends are not in the webservice.',
    fr: 'PrestaShop réencode une image envoyée, et les légendes ne sont pas dans le webservice.',
  },
  remedy: {
    en: 'None is needed for the image; legends have to be entered again.',
    fr: 'Rien à faire pour l’image ; les légendes sont à ressaisir.',
  },
};

export const PRODUCT_FILES: Loss = {
  field: 'attachments, download, customization',
  reason: {
    en: 'Files of attachments, of virtual products and of customisations are not in the mirror.',
    fr: 'Les fichiers joints, ceux des produits virtuels et des personnalisations ne sont pas dans le miroir.',
  },
  remedy: {
    en: 'Upload them again in the products’ pages.',
    fr: 'Les envoyer de nouveau depuis les pages des produits.',
  },
};

export const RULE_RESTRICTIONS: Loss = {
  field: 'restrictions',
  reason: {
    en: 'What a voucher is restricted to (products, countries, carriers, groups) is not in the webservice: it is made inactive.',
    fr: 'Les restrictions d’un bon (produits, pays, transporteurs, groupes) ne sont pas dans le webservice : il est créé inactif.',
  },
  remedy: {
    en: 'Enter its restrictions again in Catalog > Discounts, then activate it.',
    fr: 'Ressaisir ses restrictions dans Catalogue > Promotions, puis l’activer.',
  },
};

export const PASSWORD: Loss = {
  field: 'password',
  reason: {
    en: 'A password can be read as a hash only, and the shop would hash the hash again.',
    fr: 'Un mot de passe n’est lisible que haché, et la boutique hacherait ce hachage.',
  },
  remedy: {
    en: 'Customers are sent a link to set a password ("Forgot your password?").',
    fr: 'Les clients reçoivent un lien pour choisir un mot de passe (« Mot de passe oublié ? »).',
  },
};

export const ORDER_PAPERS: Loss = {
  field: 'id, line taxes, invoice file',
  reason: {
    en: 'An order gets a new id; the taxes of its lines (order_detail_tax) and the printed invoices are not in the webservice. Invoice numbers are set to the old ones.',
    fr: 'Une commande reçoit un nouvel identifiant ; les taxes des lignes (order_detail_tax) et les factures imprimées ne sont pas dans le webservice. Les numéros de facture sont remis aux anciens.',
  },
  remedy: {
    en: 'Keep the old invoices as files, and take tax reports of the time before from the mirror.',
    fr: 'Conserver les anciennes factures en fichiers ; les rapports de TVA de la période se lisent dans le miroir.',
  },
};

export const GUEST_WITHOUT_ACCOUNT: Loss = {
  field: 'account',
  reason: {
    en: 'The shop takes an e-mail for one account only; others with the same e-mail become that one.',
    fr: 'La boutique n’accepte qu’un compte par adresse e-mail ; les autres deviennent celui-là.',
  },
  remedy: {
    en: 'None is needed: the orders of both are found under the one account.',
    fr: 'Rien à faire : les commandes des deux se trouvent sous ce compte.',
  },
};

export const MAILS: Loss = {
  field: 'mails',
  reason: {
    en: 'A state that an order is brought into mails its buyer: the shop’s mail is switched off while orders are written.',
    fr: 'Chaque état d’une commande écrit à l’acheteur : le courriel de la boutique est coupé pendant l’écriture des commandes.',
  },
  remedy: {
    en: 'It is switched on again at the end. After a rebuild that was given up, see Advanced Parameters > E-mail.',
    fr: 'Il est rétabli à la fin. Après une reconstruction abandonnée, voir Paramètres avancés > E-mail.',
  },
};

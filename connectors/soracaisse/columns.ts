/** Kinds of exports, in the order in which they are read. */
export const FILE_KINDS = ['items', 'customers', 'loyalty', 'tickets', 'z_reports'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** Per kind: field to headings, the likeliest first. */
export type Columns = Record<FileKind, Record<string, string[]>>;

const SKU = ['Référence', 'Réf.', 'Ref', 'Code article', 'SKU'];
const GTIN = ['Code-barres', 'Code barres', 'EAN', 'EAN13', 'Code-barres/EAN', 'Gencod'];
const NAME = ['Désignation', 'Libellé', 'Article', 'Nom'];
const TILL = ['Caisse', 'N° caisse', 'Poste'];
const STORE = ['Magasin', 'Boutique', 'Point de vente'];
const CARD = ['N° carte', 'Carte fidélité', 'N° carte fidélité', 'Carte de fidélité'];
const EMAIL = ['E-mail', 'Email', 'Courriel', 'Adresse e-mail'];

/** What French tills and spreadsheets call these things. The vendor publishes no list of its own. */
export const DEFAULT_COLUMNS: Columns = {
  tickets: {
    number: ['N° ticket', 'Numéro ticket', 'No ticket', 'Ticket', 'N° de ticket'],
    date: ['Date', 'Date vente', 'Date ticket', 'Date et heure'],
    time: ['Heure', 'Heure vente'],
    till: TILL,
    store: STORE,
    session: ['N° Z', 'Numéro Z', 'Session'],
    sku: SKU,
    gtin: GTIN,
    name: NAME,
    quantity: ['Quantité', 'Qté', 'Qte'],
    unitPrice: ['Prix unitaire TTC', 'PU TTC', 'Prix TTC', 'P.U. TTC'],
    lineTotal: ['Total ligne TTC', 'Montant TTC', 'Montant ligne TTC'],
    taxRate: ['TVA', 'Taux TVA', 'TVA %', '% TVA'],
    total: ['Total TTC', 'Total ticket', 'Total ticket TTC'],
    payment: ['Mode de paiement', 'Règlement', 'Mode de règlement', 'Paiement'],
    customer: ['Client', 'N° client', 'Code client'],
    card: CARD,
    hash: ['Signature', 'Empreinte', 'Hash'],
  },
  items: {
    sku: SKU,
    gtin: GTIN,
    name: NAME,
    price: ['Prix TTC', 'Prix de vente TTC', 'PV TTC', 'Prix'],
  },
  customers: {
    number: ['N° client', 'Code client', 'Client', 'Numéro client'],
    firstName: ['Prénom'],
    lastName: ['Nom', 'Nom de famille'],
    email: EMAIL,
    phone: ['Tél.', 'Téléphone', 'Tel', 'Portable', 'Mobile'],
    card: CARD,
  },
  loyalty: {
    number: [...CARD, 'Carte'],
    customer: ['N° client', 'Code client', 'Client'],
    points: ['Points', 'Solde points', 'Nombre de points'],
    balance: ['Cagnotte', 'Solde', 'Solde cagnotte', 'Avoir'],
    level: ['Niveau', 'Statut', 'Palier'],
    date: ['Mis à jour le', 'Date', 'Dernier passage', 'Date mise à jour'],
  },
  z_reports: {
    number: ['N° Z', 'Numéro Z', 'N° clôture', 'Z'],
    till: TILL,
    store: STORE,
    opened: ['Ouverture', 'Date ouverture', 'Ouvert le'],
    closed: ['Clôture', 'Date clôture', 'Fermeture', 'Clôturé le', 'Date'],
    time: ['Heure', 'Heure clôture'],
    count: ['Nb tickets', 'Nombre de tickets', 'Tickets'],
    totalWithoutTax: ['Total HT', 'CA HT'],
    total: ['Total TTC', 'CA TTC', 'Total Z'],
    cumulative: ['Cumul', 'Total perpétuel', 'Grand total', 'Cumul perpétuel'],
    hash: ['Signature', 'Empreinte', 'Hash'],
  },
};

/** Columns of a Z report that are amounts by means of payment. */
export const PAYMENT_HEADINGS =
  /^(espèces|especes|cb|carte bancaire|chèques?|chèque[s]? cadeau[x]?|virement|avoirs?|ticket[s]? restaurant)$/i;
/** `TVA 5,5 %`: the tax of one rate. */
export const TAX_HEADING = /^tva\s*(\d{1,2}(?:[.,]\d{1,2})?)\s*%$/i;

import { fold } from '../../../mirror/index.ts';
import type { Subject } from '../claim.ts';

/** What a column may hold. */
export type FieldName =
  | ProductField
  | PersonField
  | 'reference'
  | 'placedAt'
  | 'status'
  | 'payment'
  | 'carrier'
  | 'lineTotal'
  | 'lineTotalWithTax'
  | 'shipping'
  | 'discount'
  | 'total'
  | 'totalTax';
type ProductField =
  | ('sku' | 'gtin' | 'name' | 'description' | 'brand' | 'category' | 'price' | 'priceWithTax' | 'cost' | 'taxRate')
  | ('weight' | 'quantity' | 'location' | 'active' | 'supplier' | 'supplierRef' | 'mpn');
type PersonField =
  | ('email' | 'firstName' | 'lastName' | 'fullName' | 'company' | 'phone' | 'mobile' | 'street' | 'street2')
  | ('postcode' | 'city' | 'country' | 'customerNumber' | 'vatNumber' | 'companyNumber' | 'birthday' | 'createdAt')
  | 'language';

/** How people head a column, folded: without case, accents and punctuation, parted by bars. The first name is the usual one. */
const HEADINGS: Record<FieldName, string> = {
  sku: 'reference|ref|sku|code article|code produit|reference article|reference produit|ref produit|ref article|article|product reference|item code|item number|product code|part number',
  gtin: 'ean|ean13|ean 13|code barres|code barre|codebarre|codes barres|gencod|gencode|gtin|barcode|bar code|upc|isbn|ean code|code ean',
  name: 'designation|libelle|nom|nom du produit|nom produit|produit|name|product|product name|title|intitule|nom de l article|item|item name|label|libelle article',
  description: 'description|descriptif|description longue|long description|texte|details',
  brand: 'marque|brand|fabricant|manufacturer|editeur|publisher',
  category: 'categorie|category|famille|rayon|categories|famille article|family|department',
  price:
    'prix ht|pu ht|pv ht|prix unitaire ht|prix de vente ht|tarif ht|price excl tax|price ex vat|net price|price without tax|price tax excl',
  priceWithTax:
    'prix ttc|prix|pv ttc|pu ttc|prix public|prix de vente|prix de vente ttc|tarif ttc|tarif|ppttc|price|price incl tax|price inc vat|gross price|retail price|unit price|prix unitaire|price tax incl|prix unitaire ttc',
  cost: 'prix achat|prix d achat|prix achat ht|pa ht|cout|cost|cost price|purchase price|prix d achat ht|prix de revient',
  taxRate: 'tva|taux tva|taux de tva|tax|tax rate|vat|vat rate|taux',
  weight: 'poids|poids kg|weight|weight kg',
  quantity:
    'stock|quantite|qte|qty|quantity|stock disponible|stock reel|stock physique|dispo|disponible|en stock|on hand|in stock|quantite en stock|qte stock|stock qty',
  location: 'depot|entrepot|magasin|emplacement|location|warehouse|store|site|lieu',
  active: 'actif|active|en ligne|enabled|visible|publie',
  supplier: 'fournisseur|supplier|vendor|nom fournisseur|supplier name',
  supplierRef: 'ref fournisseur|reference fournisseur|supplier reference|supplier ref|code fournisseur',
  mpn: 'mpn|reference fabricant|ref fabricant|manufacturer reference|manufacturer part number',
  email:
    'e mail|email|mail|adresse e mail|adresse email|adresse mail|courriel|email address|e mail address|email client|mail client|customer email',
  firstName: 'prenom|first name|firstname|given name|prenom client',
  lastName: 'nom de famille|last name|lastname|surname|family name|nom client|nom du client|nom',
  fullName:
    'client|nom complet|customer|customer name|full name|nom prenom|nom et prenom|prenom nom|contact|destinataire|acheteur|buyer|name',
  company: 'societe|entreprise|raison sociale|company|company name|organisation|organization',
  phone: 'tel|telephone|tel fixe|phone|phone number|telephone fixe|fixe|numero de telephone|n tel',
  mobile: 'mobile|portable|tel portable|tel mobile|telephone portable|gsm|cell|mobile phone',
  street: 'adresse|address|adresse 1|adresse1|address 1|address1|rue|street|address line 1|adresse postale',
  street2: 'adresse 2|adresse2|address 2|address2|complement|complement d adresse|address line 2',
  postcode: 'code postal|cp|postcode|zip|zip code|postal code',
  city: 'ville|city|town|commune|localite',
  country: 'pays|country',
  customerNumber:
    'code client|n client|numero client|no client|customer number|customer id|client id|id client|num client|ref client',
  vatNumber: 'tva intracommunautaire|n tva|numero de tva|tva intra|vat number|vat id|vat no|num tva',
  companyNumber: 'siret|siren|company registration|registration number',
  birthday: 'date de naissance|naissance|birthday|date of birth|anniversaire',
  createdAt:
    'date de creation|cree le|date creation|created|created at|client depuis|date inscription|date d inscription',
  language: 'langue|language',
  reference:
    'commande|n commande|numero de commande|no commande|reference commande|ref commande|num commande|order|order reference|order number|order no|order id|order ref|n de commande',
  placedAt: 'date|date commande|date de commande|order date|placed at|commande le|date de la commande',
  status: 'statut|etat|status|order status|etat commande|statut commande|state',
  payment: 'paiement|mode de paiement|reglement|mode de reglement|payment|payment method|moyen de paiement',
  carrier: 'transporteur|carrier|livraison par|mode de livraison|shipping method|delivery method',
  lineTotal: 'total ligne ht|montant ligne ht|montant ht|line total excl tax|total ht ligne',
  lineTotalWithTax:
    'total ligne|total ligne ttc|montant ligne|montant|montant ttc|line total|amount|row total|sous total',
  shipping: 'frais de port|port|frais de livraison|shipping|shipping cost|delivery cost|livraison|frais port|postage',
  discount: 'remise|reduction|discount|discounts|rabais',
  total:
    'total|total ttc|total commande|montant total|order total|grand total|total paid|total paye|net a payer|total incl tax|montant commande',
  totalTax: 'total tva|montant tva|dont tva|tax total|total tax|vat amount',
};

const ARTICLE: readonly FieldName[] = [
  'sku',
  'gtin',
  'name',
  'description',
  'brand',
  'category',
  'price',
  'priceWithTax',
  'cost',
  'taxRate',
  'weight',
  'quantity',
  'location',
  'active',
  'supplier',
  'supplierRef',
  'mpn',
];
const PERSON: readonly FieldName[] = [
  'email',
  'firstName',
  'lastName',
  'fullName',
  'company',
  'phone',
  'mobile',
  'street',
  'street2',
  'postcode',
  'city',
  'country',
  'vatNumber',
  'companyNumber',
  'customerNumber',
];

/** Which fields a file of a subject may have. */
export const FIELDS_OF: Record<Subject, readonly FieldName[]> = {
  products: ARTICLE,
  stock: ['sku', 'gtin', 'quantity', 'location'],
  customers: [...PERSON, 'birthday', 'createdAt', 'language'],
  orders: [
    ...(['reference', 'placedAt', 'status', 'payment', 'carrier', 'sku', 'gtin', 'name', 'quantity', 'price'] as const),
    ...(['priceWithTax', 'lineTotal', 'lineTotalWithTax', 'shipping', 'discount', 'total', 'totalTax'] as const),
    ...PERSON,
  ],
};

export const FIELD_NAMES = Object.keys(HEADINGS) as FieldName[];

/** A heading as it compares: `Prix T.T.C. (€)` is `prix ttc`. */
export function plainHeading(heading: string): string {
  return fold(heading)
    .replace(/\(.*?\)|€|\beur\b/g, ' ')
    .replace(/(?<=\b[a-z])\.(?=[a-z]\b)/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** How surely a heading names a field of this subject, 0 to 1. */
export function headingScore(heading: string, field: FieldName): number {
  const plain = plainHeading(heading);
  // "Référence" alone is the article's in every export that was seen.
  if (plain === fold(field) && field !== 'reference') return 1;
  const names = HEADINGS[field].split('|');
  if (names.includes(plain)) return plain === names[0] ? 1 : 0.95;
  // `Référence interne`, `Stock au 12/08`: a usual name with something after it.
  const longest = names.filter((name) => name.length > 2 && plain.startsWith(`${name} `)).length > 0;
  return longest ? 0.7 : 0;
}

import type { ExpectedDifference, JsonValue } from '#sdk';
import { ANONYMOUS } from './contents.ts';

const NEW_ID = {
  en: 'PrestaShop chooses ids itself.',
  fr: 'PrestaShop choisit lui-même les identifiants.',
};
const NOW = {
  en: 'PrestaShop dates a change by itself.',
  fr: 'PrestaShop date lui-même une modification.',
};
const REENCODED = {
  en: 'PrestaShop encodes an uploaded image anew: the picture is the same, its bytes are not.',
  fr: 'PrestaShop réencode une image envoyée : l’image est la même, pas ses octets.',
};
const PLACE = {
  en: 'PrestaShop counts positions without gaps.',
  fr: 'PrestaShop numérote les positions sans trou.',
};
const GONE = {
  en: 'The shop no longer sells it: the line keeps its name, reference and price.',
  fr: 'La boutique ne le vend plus : la ligne garde nom, référence et prix.',
};
const BEHIND = {
  en: 'Whoever has the same e-mail became one account.',
  fr: 'Les comptes de même adresse e-mail n’en font plus qu’un.',
};

const INSTALLED = {
  en: 'The installation brings it.',
  fr: 'L’installation l’apporte.',
};

const both = (path: string, reason: ExpectedDifference['reason']): ExpectedDifference => ({ path, reason });
const images = ['Product', 'Variant', 'Category'].flatMap((type) => [
  both(`${type}.images.sha256`, REENCODED),
  both(`${type}.images.url`, REENCODED),
]);

/** In what a rebuilt shop differs from the one that it was, and why. */
export const EXPECTED: readonly ExpectedDifference[] = [
  ...images,
  both('Product.updatedAt', NOW),
  both('Category.position', PLACE),
  both('Customer.updatedAt', NOW),
  both('Customer.addresses.externalId', NEW_ID),
  both('Order.number', NEW_ID),
  both('Order.updatedAt', NOW),
  both('Order.lines.externalId', NEW_ID),
  both('Order.shippingAddress.externalId', NEW_ID),
  both('Order.billingAddress.externalId', NEW_ID),
  both('Order.refunds.externalId', NEW_ID),
  both('Order.refunds.lines.orderLine', NEW_ID),
  { path: 'Order.lines.variant', reason: GONE, allows: (_source, target) => target === null || target === undefined },
  { path: 'Order.customer', reason: BEHIND, allows: (_source, target) => typeof target === 'string' },
  { path: 'Carrier', reason: INSTALLED, allows: isSurplus },
  { path: 'Country', reason: INSTALLED, allows: isSurplus },
  {
    path: 'Customer',
    reason: INSTALLED,
    allows: (source, target) => isSurplus(source) && emailOf(target) === ANONYMOUS,
  },
  both('Country.zone', NEW_ID),
  both('Carrier.rates.zone', NEW_ID),
];

/** Only in the target. */
function isSurplus(source: JsonValue | undefined): boolean {
  return source === undefined || source === null;
}

function emailOf(facet: JsonValue | undefined): JsonValue | undefined {
  return typeof facet === 'object' && facet !== null && !Array.isArray(facet) ? facet['email'] : undefined;
}

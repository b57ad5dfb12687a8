/** Invented brands and the trades they are in. */
export const BRANDS: readonly { readonly name: string; readonly makes: 'food' | 'gear'; readonly country: string }[] = [
  { name: 'Kelvor', makes: 'gear', country: 'FR' },
  { name: 'Nordvik Öst', makes: 'gear', country: 'DE' },
  { name: 'Belledonne & Fils', makes: 'gear', country: 'FR' },
  { name: 'Sierra Alba', makes: 'gear', country: 'ES' },
  { name: 'Tramontane', makes: 'gear', country: 'FR' },
  { name: 'Pikehaven', makes: 'gear', country: 'GB' },
  { name: 'Étoile du Nord', makes: 'gear', country: 'BE' },
  { name: 'Grünfeld', makes: 'gear', country: 'DE' },
  { name: 'Sentier Gourmand', makes: 'food', country: 'FR' },
  { name: 'Alpenkost', makes: 'food', country: 'DE' },
  { name: 'Provision 25', makes: 'food', country: 'FR' },
  { name: 'La Cantine des Crêtes', makes: 'food', country: 'FR' },
];

export const SUPPLIERS: readonly {
  readonly name: string;
  readonly city: string;
  readonly postcode: string;
  readonly country: string;
}[] = [
  { name: 'Alpes Distribution', city: 'Grenoble', postcode: '38000', country: 'FR' },
  { name: 'Outdoor Import Benelux', city: 'Liège', postcode: '4000', country: 'BE' },
  { name: 'Lyo Frères', city: 'Quimper', postcode: '29000', country: 'FR' },
  { name: 'Bergwaren Großhandel', city: 'Kempten', postcode: '87435', country: 'DE' },
  { name: 'Coutellerie Durolle', city: 'Thiers', postcode: '63300', country: 'FR' },
];

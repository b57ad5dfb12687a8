export const EUR = 126;
export const VAT_20 = 41;
export const VAT_5_5 = 44;

/** What the stand-in's retailer sells, and whom it knows. */
export const PRODUCTS = [
  { id: 5, sku: 'LIV-001', gtin: '3769990000014', name: "Le Château de l'Élan — roman", price: 22.9, tax: 44 },
  { id: 6, sku: 'LIV-002', gtin: '3769990000021', name: "Œuvres complètes d'Hélène Dupré", price: 29, tax: 44 },
  { id: 7, sku: 'LIV-003', gtin: '3769990000038', name: "Cuisine d'été : 60 recettes", price: 18.5, tax: 44 },
  { id: 8, sku: 'PAP-001', gtin: '3769990000045', name: 'Carnet à spirale « Forêt »', price: 9.9, tax: 41 },
  { id: 9, sku: 'PAP-002', gtin: '3769990000052', name: 'Stylo plume bleu nuit', price: 34.5, tax: 41 },
  { id: 10, sku: 'JEU-001', gtin: '3769990000069', name: 'Jeu de société « Les Bâtisseurs »', price: 39.9, tax: 41 },
  { id: 11, sku: 'DEC-001', gtin: '3769990000076', name: 'Théière en grès émaillé', price: 48, tax: 41 },
  { id: 12, sku: 'EPI-001', gtin: '3769990000083', name: 'Miel de châtaignier 250 g', price: 7.4, tax: 44 },
] as const;

const town = { street: '3 allée des Tilleuls', zip: '49000', city: 'Angers', supplier: false };

export const PEOPLE = [
  { id: 1, name: 'Librairie Élan', email: 'contact@elan.example', phone: false, ...town, is_company: true },
  { id: 7, name: 'Aurélie Lefèvre', email: 'aurelie.lefevre@client.example', phone: '0199001122', ...town },
  { id: 8, name: 'Noël Gauthier', email: 'noel.gauthier@client.example', phone: '0199003344', ...town },
  {
    id: 9,
    name: 'Café Pâtisserie Brûlé SARL',
    email: 'compta@cafe-brule.example',
    phone: false,
    ...town,
    is_company: true,
  },
  { id: 20, name: 'Éditions du Rivage', email: 'ventes@rivage.example', phone: '0199005566', ...town, supplier: true },
] as const;

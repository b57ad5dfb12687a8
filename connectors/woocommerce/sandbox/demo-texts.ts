/** What a small bookshop with stationery and clothes sells: name, price with tax, kind. */
export type TaxKind = '' | 'taux-reduit';

export interface DemoProduct {
  name: string;
  category: string;
  price: string;
  tax: TaxKind;
  weight: string;
  brand: string;
  options?: { name: string; values: readonly string[] };
}

export const CATEGORIES: readonly (readonly [slug: string, name: string, parent: string | null])[] = [
  ['livres', 'Livres', null],
  ['romans', 'Romans', 'livres'],
  ['cuisine', 'Cuisine', 'livres'],
  ['papeterie', 'Papeterie', null],
  ['textile', 'Textile', null],
  ['epicerie', 'Épicerie fine', null],
];

const SIZES = { name: 'Taille', values: ['S', 'M', 'L', 'XL'] } as const;
const COLOURS = { name: 'Couleur', values: ['Bleu', 'Écru', 'Rouge'] } as const;

const book = (name: string, category: string, price: string): DemoProduct => ({
  ...{ name, category, price, tax: 'taux-reduit', weight: '0.42', brand: 'Éditions de l’Élan' },
});
const paper = (name: string, price: string): DemoProduct => ({
  ...{ name, category: 'papeterie', price, tax: '', weight: '0.18', brand: 'Papeterie du Marais' },
});
const wear = (name: string, price: string, options: DemoProduct['options'] = SIZES): DemoProduct => ({
  ...{ name, category: 'textile', price, tax: '', weight: '0.25', brand: 'Atelier Brodé', options },
});
const food = (name: string, price: string): DemoProduct => ({
  ...{ name, category: 'epicerie', price, tax: 'taux-reduit', weight: '0.5', brand: 'Rucher des Cévennes' },
});

export const PRODUCTS: readonly DemoProduct[] = [
  book("Le Château de l'Élan — roman", 'romans', '22.90'),
  book("Œuvres complètes d'Hélène Dupré, tome 1", 'romans', '29.00'),
  book("Œuvres complètes d'Hélène Dupré, tome 2", 'romans', '29.00'),
  book('La Traversée des brumes', 'romans', '19.50'),
  book('Neuf hivers à Besançon', 'romans', '18.00'),
  book("L'Été des hirondelles", 'romans', '8.90'),
  book("Cuisine d'été : 60 recettes à l'huile d'olive", 'cuisine', '18.50'),
  book('Le Grand Livre du pain', 'cuisine', '34.00'),
  book('Bocaux & conserves, mode d’emploi', 'cuisine', '15.90'),
  paper('Carnet à spirale « Forêt »', '9.90'),
  paper('Encre bleu nuit 50 ml', '12.00'),
  paper('Encre rouge cerise 50 ml', '12.00'),
  paper('Stylo-plume « Élan » pointe fine', '39.00'),
  paper('Marque-page aimanté', '3.50'),
  paper('Boîte de 24 crayons de couleur', '21.00'),
  paper('Papier vergé, 100 feuilles', '14.20'),
  paper('Agenda perpétuel', '26.00'),
  wear('T-shirt brodé « Élan »', '25.00'),
  wear('Sweat à capuche « Forêt »', '59.00'),
  wear('Écharpe en laine mérinos', '39.00', COLOURS),
  wear('Sac en toile épaisse', '17.00', COLOURS),
  wear('Bonnet côtelé', '24.00', COLOURS),
  food('Miel de châtaignier 250 g', '7.80'),
  food('Miel de lavande 250 g', '8.20'),
  food('Confiture de figues', '6.40'),
  food('Tisane du soir, 20 sachets', '5.90'),
  food('Chocolat noir 70 %', '4.50'),
  food('Nougat tendre', '9.30'),
];

export const PEOPLE: readonly (readonly [first: string, last: string, city: string, postcode: string])[] = [
  ['Aurélie', 'Lefèvre', 'Angers', '49000'],
  ['Noël', 'Gauthier', 'Saint-Étienne', '42000'],
  ['Zoé', 'Brûlé', 'Besançon', '25000'],
  ['François', 'Maître', 'Nîmes', '30000'],
  ['Maëlle', 'Le Goff', 'Quimper', '29000'],
  ['Jérôme', 'Châtelain', 'Orléans', '45000'],
  ['Inès', 'Benhaïm', 'Marseille', '13001'],
  ['Clémence', "D'Aubigné", 'Poitiers', '86000'],
  ['Hugo', 'Pâris', 'Lille', '59000'],
  ['Léa', 'Müller', 'Strasbourg', '67000'],
  ['Théo', 'Dubois', 'Lyon', '69003'],
  ['Anaïs', 'Fournier', 'Rennes', '35000'],
  ['Benoît', 'Sénéchal', 'Dijon', '21000'],
  ['Élodie', 'Caron', 'Amiens', '80000'],
];

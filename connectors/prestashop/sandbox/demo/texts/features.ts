import type { Text } from '../localized.ts';

export interface FeatureText {
  readonly name: Text;
  readonly applies: 'food' | 'gear';
  readonly values: readonly Text[];
}

export const FEATURES: readonly FeatureText[] = [
  {
    name: ['Matière', 'Material', 'Material'],
    applies: 'gear',
    values: [
      ['Nylon recyclé', 'Recycled nylon', 'Nailon reciclado'],
      ['Polyester', 'Polyester', 'Poliéster'],
      ['Aluminium', 'Aluminium', 'Aluminio'],
      ['Titane', 'Titanium', 'Titanio'],
      ['Cuir', 'Leather', 'Cuero'],
      ['Laine mérinos', 'Merino wool', 'Lana merino'],
    ],
  },
  {
    name: ['Garantie', 'Warranty', 'Garantía'],
    applies: 'gear',
    values: [
      ['2 ans', '2 years', '2 años'],
      ['5 ans', '5 years', '5 años'],
      ['À vie', 'Lifetime', 'De por vida'],
    ],
  },
  {
    name: ['Saison', 'Season', 'Estación'],
    applies: 'gear',
    values: [
      ['3 saisons', '3 seasons', '3 estaciones'],
      ['4 saisons', '4 seasons', '4 estaciones'],
      ['Été', 'Summer', 'Verano'],
    ],
  },
  {
    name: ['Conservation', 'Shelf life', 'Conservación'],
    applies: 'food',
    values: [
      ['3 ans', '3 years', '3 años'],
      ['10 ans', '10 years', '10 años'],
      ['25 ans', '25 years', '25 años'],
    ],
  },
  {
    name: ['Régime', 'Diet', 'Dieta'],
    applies: 'food',
    values: [
      ['Végétarien', 'Vegetarian', 'Vegetariano'],
      ['Végan', 'Vegan', 'Vegano'],
      ['Sans gluten', 'Gluten free', 'Sin gluten'],
      ['Riche en protéines', 'High protein', 'Rico en proteínas'],
    ],
  },
  {
    name: ['Origine', 'Origin', 'Origen'],
    applies: 'food',
    values: [
      ['France', 'France', 'Francia'],
      ['Allemagne', 'Germany', 'Alemania'],
      ['Norvège', 'Norway', 'Noruega'],
    ],
  },
];

export const TAGS: readonly Text[] = [
  ['bivouac', 'bivouac', 'vivac'],
  ['randonnée', 'hiking', 'senderismo'],
  ['ultraléger', 'ultralight', 'ultraligero'],
  ['survie', 'survival', 'supervivencia'],
  ['hiver', 'winter', 'invierno'],
  ['famille', 'family', 'familia'],
  ['nouveauté', 'new', 'novedad'],
  ['écoconçu', 'eco-designed', 'ecodiseño'],
];

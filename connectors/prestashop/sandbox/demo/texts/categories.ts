import type { Text } from '../localized.ts';

/** The category tree: key, parent's key (none under the home category), name, what it is for. */
export interface CategoryText {
  readonly key: string;
  readonly parent?: string;
  readonly name: Text;
}

const top = (key: string, ...name: Text): CategoryText => ({ key, name });
const under = (parent: string, key: string, ...name: Text): CategoryText => ({ key, parent, name });

/** Parents come first. */
export const CATEGORIES: readonly CategoryText[] = [
  top('camp', 'Bivouac et camping', 'Camping', 'Acampada'),
  top('kitchen', 'Cuisine outdoor', 'Outdoor kitchen', 'Cocina de montaña'),
  top('food', 'Repas lyophilisés', 'Freeze-dried food', 'Comida liofilizada'),
  top('gear', 'Équipement', 'Gear', 'Equipamiento'),
  top('wear', 'Vêtements et chaussures', 'Clothing and footwear', 'Ropa y calzado'),
  top('gifts', 'Idées cadeaux', 'Gift ideas', 'Regalos'),
  under('camp', 'tents', 'Tentes', 'Tents', 'Tiendas de campaña'),
  under('camp', 'sleeping-bags', 'Sacs de couchage', 'Sleeping bags', 'Sacos de dormir'),
  under('camp', 'mats', 'Matelas', 'Sleeping mats', 'Colchonetas'),
  under('kitchen', 'stoves', 'Réchauds', 'Stoves', 'Hornillos'),
  under('kitchen', 'pots', 'Popotes et gamelles', 'Cookware', 'Menaje'),
  under('kitchen', 'filters', 'Filtres à eau', 'Water filters', 'Filtros de agua'),
  under('food', 'meals', 'Plats', 'Main meals', 'Platos'),
  under('food', 'breakfasts', 'Petits-déjeuners', 'Breakfasts', 'Desayunos'),
  under('food', 'snacks', 'En-cas et barres', 'Snacks and bars', 'Barritas y tentempiés'),
  under('food', 'rations', 'Rations longue conservation', 'Long-life rations', 'Raciones de larga duración'),
  under('gear', 'headlamps', 'Lampes frontales', 'Headlamps', 'Linternas frontales'),
  under('gear', 'knives', 'Couteaux', 'Knives', 'Navajas'),
  under('gear', 'backpacks', 'Sacs à dos', 'Backpacks', 'Mochilas'),
  under('wear', 'jackets', 'Vestes', 'Jackets', 'Chaquetas'),
  under('wear', 'boots', 'Chaussures de randonnée', 'Hiking boots', 'Botas de montaña'),
  under('gifts', 'boxes', 'Coffrets', 'Gift boxes', 'Cajas regalo'),
  under('gifts', 'cards', 'Cartes cadeaux', 'Gift cards', 'Tarjetas regalo'),
  under('tents', 'light-tents', 'Tentes ultralégères', 'Ultralight tents', 'Tiendas ultraligeras'),
  under('tents', 'family-tents', 'Tentes familiales', 'Family tents', 'Tiendas familiares'),
  under('meals', 'veggie-meals', 'Plats végétariens', 'Vegetarian meals', 'Platos vegetarianos'),
  under('meals', 'meat-meals', 'Plats viande et poisson', 'Meat and fish meals', 'Platos de carne y pescado'),
];

export const describeCategory = (name: Text): Text => [
  `<p>${name[0]} : notre sélection testée sur le terrain, expédiée depuis Grenoble.</p>`,
  `<p>${name[1]}: our field-tested selection, shipped from Grenoble.</p>`,
  `<p>${name[2]}: nuestra selección probada en la montaña, enviada desde Grenoble.</p>`,
];

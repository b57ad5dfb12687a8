import type { Text } from '../localized.ts';
import type { Axis } from './product-kind.ts';

export interface OptionValueText {
  /** What the combination's reference ends with. */
  readonly code: string;
  readonly name: Text;
  readonly color?: string;
  /** Added to the price without tax, in per mille of the product's own. */
  readonly priceImpact?: number;
  /** Added to the weight, in per mille of the product's own. */
  readonly weightImpact?: number;
}

export interface OptionText {
  readonly axis: Axis;
  readonly name: Text;
  readonly values: readonly OptionValueText[];
}

const same = (code: string, priceImpact = 0): OptionValueText => ({ code, name: [code, code, code], priceImpact });
const colour = (code: string, color: string, ...name: Text): OptionValueText => ({ code, color, name });
const amount = (code: string, priceImpact: number, weightImpact: number, ...name: Text): OptionValueText => ({
  code,
  name,
  priceImpact,
  weightImpact,
});

export const OPTIONS: readonly OptionText[] = [
  { axis: 'size', name: ['Taille', 'Size', 'Talla'], values: [same('S'), same('M'), same('L'), same('XL', 50)] },
  {
    axis: 'colour',
    name: ['Couleur', 'Colour', 'Color'],
    values: [
      colour('ROU', '#C0392B', 'Rouge brique', 'Brick red', 'Rojo ladrillo'),
      colour('VER', '#2E6B3A', 'Vert forêt', 'Forest green', 'Verde bosque'),
      colour('BLE', '#2C5F9E', 'Bleu glacier', 'Glacier blue', 'Azul glaciar'),
      colour('NOI', '#222222', 'Noir', 'Black', 'Negro'),
      colour('SAB', '#D9C089', 'Sable', 'Sand', 'Arena'),
      colour('ORA', '#E67E22', 'Orange secours', 'Rescue orange', 'Naranja rescate'),
    ],
  },
  {
    axis: 'shoe-size',
    name: ['Pointure', 'Shoe size', 'Número'],
    values: ['38', '39', '40', '41', '42', '43', '44', '45'].map((size) => same(size)),
  },
  {
    axis: 'portions',
    name: ['Poids net', 'Net weight', 'Peso neto'],
    values: [
      amount('P1', 0, 0, '1 portion (125 g)', '1 portion (125 g)', '1 porción (125 g)'),
      amount('P2', 850, 1000, '2 portions (250 g)', '2 portions (250 g)', '2 porciones (250 g)'),
      amount('P8', 5400, 7300, 'Seau 8 portions (1 kg)', '8-portion bucket (1 kg)', 'Cubo 8 porciones (1 kg)'),
    ],
  },
  {
    axis: 'capacity',
    name: ['Contenance', 'Capacity', 'Capacidad'],
    values: [
      amount('C1', 0, 0, 'Petite', 'Small', 'Pequeña'),
      amount('C2', 180, 220, 'Moyenne', 'Medium', 'Mediana'),
      amount('C3', 350, 480, 'Grande', 'Large', 'Grande'),
    ],
  },
];

import type { Text } from './localized.ts';
import { mapText } from './localized.ts';
import type { Random } from './random.ts';
import type { ProductKind } from './texts/product-kind.ts';

const STARTS = [
  'Al',
  'Bel',
  'Cor',
  'Dra',
  'Ev',
  'Fjel',
  'Gal',
  'Hel',
  'Is',
  'Jor',
  'Kar',
  'Lo',
  'Mer',
  'Nor',
  'Or',
  'Pel',
  'Ro',
  'Sol',
  'Tar',
  'Ur',
  'Val',
  'Vi',
];
const MIDDLES = ['a', 'e', 'i', 'o', 'an', 'er', 'in', 'ou', 'é', 'ia'];
const ENDS = ['dor', 'lis', 'mont', 'nak', 'ra', 'sen', 'tis', 'vic', 'zan', 'bel', 'cime', 'gar'];

/** Names that no two products of a kind share. */
export interface ProductNames {
  next(kind: ProductKind): Text;
}

export function productNames(random: Random): ProductNames {
  const taken = new Set<string>();
  const model = () => `${random.pick(STARTS)}${random.pick(MIDDLES)}${random.pick(ENDS)}`;
  return {
    next(kind) {
      const noun = random.pick(kind.nouns);
      let name = model();
      // A large shop uses up the plain names, as real ranges do: then they are numbered.
      while (taken.has(`${noun[0]} ${name}`)) name = `${model()} ${random.int(2, 999)}`;
      taken.add(`${noun[0]} ${name}`);
      return mapText((language) => `${noun[language]} ${name}`);
    },
  };
}

/** Descriptions of a kind: products share these strings, which keeps a large shop small in memory. */
export function descriptionsOf(kind: ProductKind): { short: Text; long: Text; pitch: Text }[] {
  return kind.pitches.flatMap((pitch) =>
    kind.details.map((detail) => ({
      pitch,
      short: mapText((language) => `<p>${pitch[language]}</p>`),
      long: mapText((language) => `<p>${pitch[language]}</p>\r\n<p><strong>${detail[language]}</strong></p>`),
    })),
  );
}

import type { Text } from '../localized.ts';

export const ZONES: readonly string[] = [
  'Europe',
  'North America',
  'Asia',
  'Africa',
  'Oceania',
  'South America',
  'Europe (non-EU)',
  'Central America/Antilla',
];

export interface CountryText {
  readonly iso: string;
  readonly zone: number;
  readonly prefix: number;
  readonly zip: string;
  readonly name: Text;
  /** Standard and reduced (food) rate in thousandths of a percent; absent where nothing is taxed. */
  readonly vat?: readonly [standard: number, food: number];
  readonly isServed?: boolean;
}

const eu = (
  iso: string,
  prefix: number,
  zip: string,
  vat: readonly [number, number],
  isServed: boolean,
  ...name: Text
): CountryText => ({
  iso,
  zone: 1,
  prefix,
  zip,
  vat,
  isServed,
  name,
});
const other = (
  iso: string,
  zone: number,
  prefix: number,
  zip: string,
  isServed: boolean,
  ...name: Text
): CountryText => ({
  iso,
  zone,
  prefix,
  zip,
  isServed,
  name,
});

/** In the order of PrestaShop's own ids, from 1. */
export const COUNTRIES: readonly CountryText[] = [
  eu('DE', 49, 'NNNNN', [19000, 7000], true, 'Allemagne', 'Germany', 'Alemania'),
  eu('AT', 43, 'NNNN', [20000, 10000], false, 'Autriche', 'Austria', 'Austria'),
  eu('BE', 32, 'NNNN', [21000, 6000], true, 'Belgique', 'Belgium', 'Bélgica'),
  other('CA', 2, 1, 'LNL NLN', false, 'Canada', 'Canada', 'Canadá'),
  other('CN', 3, 86, 'NNNNNN', false, 'Chine', 'China', 'China'),
  eu('ES', 34, 'NNNNN', [21000, 10000], true, 'Espagne', 'Spain', 'España'),
  eu('FI', 358, 'NNNNN', [25500, 14000], false, 'Finlande', 'Finland', 'Finlandia'),
  eu('FR', 33, 'NNNNN', [20000, 5500], true, 'France', 'France', 'Francia'),
  eu('GR', 30, 'NNNNN', [24000, 13000], false, 'Grèce', 'Greece', 'Grecia'),
  eu('IT', 39, 'NNNNN', [22000, 10000], true, 'Italie', 'Italy', 'Italia'),
  other('JP', 3, 81, 'NNN-NNNN', false, 'Japon', 'Japan', 'Japón'),
  eu('LU', 352, 'NNNN', [17000, 3000], true, 'Luxembourg', 'Luxemburg', 'Luxemburgo'),
  eu('NL', 31, 'NNNN LL', [21000, 9000], true, 'Pays-Bas', 'Netherlands', 'Países Bajos'),
  eu('PL', 48, 'NN-NNN', [23000, 5000], false, 'Pologne', 'Poland', 'Polonia'),
  eu('PT', 351, 'NNNN-NNN', [23000, 6000], true, 'Portugal', 'Portugal', 'Portugal'),
  eu('CZ', 420, 'NNN NN', [21000, 12000], false, 'Tchéquie', 'Czechia', 'Chequia'),
  other('GB', 7, 44, '', true, 'Royaume-Uni', 'United Kingdom', 'Reino Unido'),
  eu('SE', 46, 'NNN NN', [25000, 12000], false, 'Suède', 'Sweden', 'Suecia'),
  other('CH', 7, 41, 'NNNN', true, 'Suisse', 'Switzerland', 'Suiza'),
  eu('DK', 45, 'NNNN', [25000, 25000], false, 'Danemark', 'Denmark', 'Dinamarca'),
  other('US', 2, 1, 'NNNNN', false, 'États-Unis', 'United States', 'Estados Unidos'),
];

export const countryId = (iso: string): number => COUNTRIES.findIndex((country) => country.iso === iso) + 1;

/** ISO code of the province, its name, its country. */
export const STATES: readonly (readonly [iso: string, name: string, country: string])[] = [
  ['ES-B', 'Barcelona', 'ES'],
  ['ES-M', 'Madrid', 'ES'],
  ['ES-SS', 'Gipuzkoa', 'ES'],
  ['ES-V', 'Valencia', 'ES'],
  ['TO', 'Torino', 'IT'],
  ['MI', 'Milano', 'IT'],
  ['CA', 'California', 'US'],
  ['NY', 'New York', 'US'],
];

/** City, postcode and, where the country has them, the province's ISO code. */
export const CITIES: Readonly<Record<string, readonly (readonly [city: string, postcode: string, state?: string])[]>> =
  {
    FR: [
      ['Grenoble', '38000'],
      ['Lyon', '69003'],
      ['Paris', '75011'],
      ['Saint-Étienne', '42000'],
      ['Besançon', '25000'],
      ['Nîmes', '30900'],
      ['Brest', '29200'],
      ['Chambéry', '73000'],
      ["L'Haÿ-les-Roses", '94240'],
      ['Orléans', '45000'],
      ['Ajaccio', '20000'],
    ],
    BE: [
      ['Liège', '4000'],
      ['Bruxelles', '1000'],
      ['Namur', '5000'],
    ],
    ES: [
      ['Barcelona', '08001', 'ES-B'],
      ['Madrid', '28013', 'ES-M'],
      ['San Sebastián', '20003', 'ES-SS'],
      ['València', '46002', 'ES-V'],
    ],
    DE: [
      ['München', '80331'],
      ['Köln', '50667'],
      ['Freiburg', '79098'],
    ],
    IT: [
      ['Torino', '10121', 'TO'],
      ['Milano', '20121', 'MI'],
    ],
    LU: [
      ['Luxembourg', '1009'],
      ['Esch-sur-Alzette', '4001'],
    ],
    NL: [
      ['Utrecht', '3511 AB'],
      ['Groningen', '9711 LM'],
    ],
    PT: [
      ['Porto', '4000-322'],
      ['Lisboa', '1100-148'],
    ],
    CH: [
      ['Genève', '1204'],
      ['Neuchâtel', '2000'],
      ['Zürich', '8001'],
    ],
    GB: [
      ['Edinburgh', 'EH1 1BB'],
      ['Keswick', 'CA12 5JR'],
      ['London', 'E1 6AN'],
    ],
  };

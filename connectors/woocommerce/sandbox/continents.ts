/** A part of what WooCommerce knows: enough for a shop that sells to its neighbours. */
export const CONTINENTS: readonly {
  code: string;
  name: string;
  countries: readonly (readonly [code: string, name: string])[];
}[] = [
  {
    code: 'EU',
    name: 'Europe',
    countries: [
      ['AT', 'Autriche'],
      ['BE', 'Belgique'],
      ['CH', 'Suisse'],
      ['CZ', 'Tchéquie'],
      ['DE', 'Allemagne'],
      ['DK', 'Danemark'],
      ['ES', 'Espagne'],
      ['FI', 'Finlande'],
      ['FR', 'France'],
      ['GB', 'Royaume-Uni'],
      ['GR', 'Grèce'],
      ['IE', 'Irlande'],
      ['IT', 'Italie'],
      ['LU', 'Luxembourg'],
      ['NL', 'Pays-Bas'],
      ['PL', 'Pologne'],
      ['PT', 'Portugal'],
      ['SE', 'Suède'],
    ],
  },
  {
    code: 'NA',
    name: 'Amérique du Nord',
    countries: [
      ['CA', 'Canada'],
      ['US', 'États-Unis'],
    ],
  },
  {
    code: 'AS',
    name: 'Asie',
    countries: [['JP', 'Japon']],
  },
];

export const FIRST_NAMES: Readonly<Record<string, readonly string[]>> = {
  FR: [
    'Camille',
    'Élodie',
    'François',
    'Jérôme',
    'Zoé',
    'Léa',
    'Noël',
    'Hélène',
    'Thibault',
    'Aurélie',
    'Loïc',
    'Maëlle',
    'Jean-Baptiste',
    'Chloé',
    'Gaël',
    'Inès',
    'Mathis',
    'Océane',
  ],
  ES: ['Íñigo', 'María José', 'Begoña', 'Raúl', 'Lucía', 'Andrés'],
  DE: ['Jürgen', 'Anneliese', 'Käthe', 'Björn', 'Sören', 'Ute'],
  IT: ['Niccolò', 'Giulia', 'Matteo', 'Chiara'],
  PT: ['João', 'Inês', 'Gonçalo', 'Conceição'],
  GB: ['Alistair', 'Siân', 'Harriet', 'Owen', 'Fiona'],
};

export const LAST_NAMES: Readonly<Record<string, readonly string[]>> = {
  FR: [
    'Lefèvre',
    'Béranger',
    "D'Hôtel",
    'Le Goff',
    'Müller',
    'Chazal',
    'Garçon',
    'Nuñez',
    'Pasquier',
    'Rœderer',
    'Fontaine',
    'Blanchard',
    'Ould-Ali',
    'Vasseur',
    'Guérin',
    'Perrin',
    'Morvan',
    'Castaing',
    'Delaunay',
  ],
  ES: ['Etxeberria', 'Muñoz Peña', 'García López', 'Ibáñez', 'Puig'],
  DE: ['Großmann', 'Schäfer', 'Vogel', 'Weiß', 'Köhler'],
  IT: ["D'Angelo", 'Ferrero', 'Colombo'],
  PT: ['Magalhães', 'Araújo', 'Simões'],
  GB: ["O'Brien", 'MacKenzie', 'Hughes', 'Whittaker'],
};

export const STREETS: Readonly<Record<string, readonly string[]>> = {
  FR: [
    'rue de la République',
    'avenue des Alpes',
    'chemin du Bœuf',
    'impasse des Hêtres',
    "place de l'Église",
    'boulevard Gambetta',
  ],
  ES: ['calle Mayor', 'paseo de la Castellana', 'calle Peñón'],
  DE: ['Königstraße', 'Bahnhofstraße', 'Am Mühlbach'],
  IT: ['via Garibaldi', 'corso Vittorio'],
  PT: ['rua de São João', 'avenida da Liberdade'],
  GB: ['High Street', 'Station Road', 'Castle Lane'],
};

/** Companies, associations and town halls: customers who ask for quotes. */
export const ORGANISATIONS: readonly string[] = [
  'Mairie de Saint-Égrève',
  'Secours Montagne Vercors',
  'Club Alpin des Écrins',
  'ONG Terres Solidaires',
  'SARL Guides & Co',
  'Base Nautique du Léman',
  "Scouts de l'Étang",
  'Pompiers Volontaires 38',
  'Expéditions Grand Large',
  'Collège Jean-Moulin',
  'Refuge du Promontoire',
  'Agence 𠮷野 Trek',
];

/** French and its neighbours share their names here. */
export const nameCountry = (iso: string): string => (iso in FIRST_NAMES ? iso : iso === 'NL' ? 'DE' : 'FR');

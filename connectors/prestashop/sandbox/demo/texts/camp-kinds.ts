import type { ProductKind } from './product-kind.ts';

export const CAMP_KINDS: readonly ProductKind[] = [
  {
    code: 'TEN',
    category: 'light-tents',
    isFood: false,
    share: 5,
    cents: [12900, 54900],
    grams: [900, 2600],
    axes: ['colour'],
    nouns: [
      ['Tente ultralégère 1 place', 'Ultralight 1-person tent', 'Tienda ultraligera 1 plaza'],
      ['Tente dôme 2 places', '2-person dome tent', 'Tienda domo 2 plazas'],
      ['Tente tunnel 3 places', '3-person tunnel tent', 'Tienda túnel 3 plazas'],
    ],
    pitches: [
      [
        'Montée en quatre minutes, elle résiste aux nuits de vent au-dessus de 2 000 m.',
        'Pitched in four minutes, it stands up to windy nights above 2,000 m.',
        'Se monta en cuatro minutos y resiste noches de viento por encima de 2.000 m.',
      ],
      [
        'Deux absides, une faîtière ventilée et un poids qui se fait oublier.',
        'Two vestibules, a vented ridge and a weight that you forget.',
        'Dos ábsides, cumbrera ventilada y un peso que se olvida.',
      ],
    ],
    details: [
      [
        "Double toit en nylon enduit silicone, colonne d'eau 3 000 mm, arceaux en aluminium.",
        'Silicone-coated nylon fly, 3,000 mm water column, aluminium poles.',
        'Doble techo de nailon siliconado, columna de agua 3.000 mm, varillas de aluminio.',
      ],
      [
        'Sardines, haubans et kit de réparation fournis.',
        'Pegs, guy lines and repair kit included.',
        'Piquetas, vientos y kit de reparación incluidos.',
      ],
    ],
  },
  {
    code: 'FAM',
    category: 'family-tents',
    isFood: false,
    share: 2,
    cents: [18900, 69900],
    grams: [5200, 14000],
    axes: [],
    nouns: [
      ['Tente familiale 4 places', '4-person family tent', 'Tienda familiar 4 plazas'],
      ['Tente gonflable 6 places', '6-person inflatable tent', 'Tienda hinchable 6 plazas'],
    ],
    pitches: [
      [
        "De l'espace pour toute la tribu, et un séjour où l'on tient debout.",
        'Room for the whole tribe, and a living area where you can stand.',
        'Espacio para toda la familia y un salón donde se está de pie.',
      ],
    ],
    details: [
      [
        'Chambres obscures, tapis de sol cousu, aérations réglables.',
        'Darkened bedrooms, sewn-in groundsheet, adjustable vents.',
        'Habitaciones oscuras, suelo cosido, ventilación regulable.',
      ],
    ],
  },
  {
    code: 'SAC',
    category: 'sleeping-bags',
    isFood: false,
    share: 6,
    cents: [5900, 44900],
    grams: [550, 1900],
    axes: ['size', 'colour'],
    nouns: [
      ['Sac de couchage duvet', 'Down sleeping bag', 'Saco de dormir de plumas'],
      ['Sac de couchage synthétique', 'Synthetic sleeping bag', 'Saco de dormir sintético'],
      ['Drap de sac en soie', 'Silk liner', 'Sábana saco de seda'],
    ],
    pitches: [
      [
        'Pour dormir au chaud quand la rosée gèle.',
        'To sleep warm when the dew freezes.',
        'Para dormir caliente cuando el rocío se hiela.',
      ],
      [
        'Un compagnon de refuge compact, à la coupe généreuse.',
        'A compact hut companion with a generous cut.',
        'Un compañero de refugio compacto y de corte amplio.',
      ],
    ],
    details: [
      [
        'Température de confort 2 °C, limite -4 °C, housse de compression fournie.',
        'Comfort 2 °C, limit -4 °C, compression bag included.',
        'Confort 2 °C, límite -4 °C, funda de compresión incluida.',
      ],
      [
        'Garnissage tracé et certifié, zip anti-accroc sur toute la longueur.',
        'Traced and certified filling, full-length snag-free zip.',
        'Relleno certificado y trazable, cremallera antienganche completa.',
      ],
    ],
  },
  {
    code: 'MAT',
    category: 'mats',
    isFood: false,
    share: 4,
    cents: [2490, 18900],
    grams: [300, 1200],
    axes: ['size'],
    nouns: [
      ['Matelas gonflable', 'Air mat', 'Colchoneta hinchable'],
      ['Matelas autogonflant', 'Self-inflating mat', 'Colchoneta autohinchable'],
      ['Matelas mousse', 'Foam mat', 'Esterilla de espuma'],
    ],
    pitches: [
      [
        'Il isole du sol gelé et se range dans une gourde.',
        'It insulates from frozen ground and packs to bottle size.',
        'Aísla del suelo helado y se guarda en el tamaño de una botella.',
      ],
    ],
    details: [
      [
        'R-value 4,2, valve plate à gros débit, sac de gonflage inclus.',
        'R-value 4.2, flat high-flow valve, pump sack included.',
        'Valor R 4,2, válvula plana de gran caudal, saco de inflado incluido.',
      ],
    ],
  },
  {
    code: 'STO',
    category: 'stoves',
    isFood: false,
    share: 5,
    cents: [2990, 21900],
    grams: [80, 900],
    axes: [],
    nouns: [
      ['Réchaud à gaz', 'Gas stove', 'Hornillo de gas'],
      ['Réchaud à bois', 'Wood stove', 'Hornillo de leña'],
      ['Réchaud multicombustible', 'Multi-fuel stove', 'Hornillo multicombustible'],
    ],
    pitches: [
      [
        'Un litre bouilli en moins de quatre minutes, même par vent latéral.',
        'A litre boiled in under four minutes, even in a side wind.',
        'Un litro hervido en menos de cuatro minutos, incluso con viento lateral.',
      ],
      [
        'Brûle brindilles et pommes de pin : plus de cartouche à porter.',
        'Burns twigs and pine cones: no cartridge to carry.',
        'Quema ramitas y piñas: sin cartuchos que cargar.',
      ],
    ],
    details: [
      [
        'Acier inoxydable et titane, allumage piézo, supports repliables.',
        'Stainless steel and titanium, piezo ignition, folding supports.',
        'Acero inoxidable y titanio, encendido piezoeléctrico, soportes plegables.',
      ],
    ],
  },
  {
    code: 'POT',
    category: 'pots',
    isFood: false,
    share: 4,
    cents: [1290, 8990],
    grams: [90, 700],
    axes: ['capacity'],
    nouns: [
      ['Popote titane', 'Titanium pot', 'Cazo de titanio'],
      ['Gamelle aluminium', 'Aluminium mess tin', 'Fiambrera de aluminio'],
      ['Bouteille isotherme', 'Insulated bottle', 'Botella térmica'],
    ],
    pitches: [
      [
        'Légère, increvable, et qui vieillit bien.',
        'Light, unbreakable, and it ages well.',
        'Ligera, irrompible y envejece bien.',
      ],
    ],
    details: [
      [
        'Couvercle égouttoir, anses repliables, graduations gravées.',
        'Straining lid, folding handles, engraved marks.',
        'Tapa escurridora, asas plegables, marcas grabadas.',
      ],
    ],
  },
  {
    code: 'FIL',
    category: 'filters',
    isFood: false,
    share: 4,
    cents: [2490, 34900],
    grams: [60, 550],
    axes: [],
    nouns: [
      ['Filtre à eau', 'Water filter', 'Filtro de agua'],
      ['Purificateur UV', 'UV purifier', 'Purificador UV'],
      ['Poche filtrante 3 L', '3 L gravity filter', 'Bolsa filtrante 3 L'],
    ],
    pitches: [
      [
        "De l'eau claire à tout ruisseau, sans produit chimique.",
        'Clear water from any stream, without chemicals.',
        'Agua clara de cualquier arroyo, sin productos químicos.',
      ],
    ],
    details: [
      [
        'Fibres creuses 0,1 micron : retient 99,9999 % des bactéries ; 1 500 L par cartouche.',
        '0.1 micron hollow fibres: retains 99.9999% of bacteria; 1,500 L a cartridge.',
        'Fibras huecas de 0,1 micras: retiene el 99,9999 % de las bacterias; 1.500 L por cartucho.',
      ],
    ],
  },
];

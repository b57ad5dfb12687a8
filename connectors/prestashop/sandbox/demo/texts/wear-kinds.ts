import type { ProductKind } from './product-kind.ts';

export const WEAR_KINDS: readonly ProductKind[] = [
  {
    code: 'LAM',
    category: 'headlamps',
    isFood: false,
    share: 5,
    cents: [1990, 12900],
    grams: [45, 210],
    axes: ['colour'],
    nouns: [
      ['Lampe frontale 300 lm', 'Headlamp 300 lm', 'Linterna frontal 300 lm'],
      ['Lampe frontale rechargeable 600 lm', 'Rechargeable headlamp 600 lm', 'Linterna frontal recargable 600 lm'],
    ],
    pitches: [
      [
        'Un faisceau large pour le bivouac, un spot pour la trace.',
        'A wide beam for camp, a spot for the trail.',
        'Haz amplio para el vivac, foco para el sendero.',
      ],
    ],
    details: [
      [
        "Étanche IPX7, mode rouge, batterie USB-C, 120 h d'autonomie au minimum.",
        'IPX7 waterproof, red mode, USB-C battery, 120 h on low.',
        'Estanca IPX7, modo rojo, batería USB-C, 120 h de autonomía al mínimo.',
      ],
    ],
  },
  {
    code: 'COU',
    category: 'knives',
    isFood: false,
    share: 4,
    cents: [1490, 15900],
    grams: [40, 320],
    axes: [],
    nouns: [
      ['Couteau pliant', 'Folding knife', 'Navaja plegable'],
      ['Couteau à lame fixe', 'Fixed-blade knife', 'Cuchillo de hoja fija'],
      ['Pince multifonction', 'Multi-tool', 'Multiherramienta'],
    ],
    pitches: [
      [
        'Forgé à Thiers, affûté pour durer une vie.',
        'Forged in Thiers, sharpened to last a lifetime.',
        'Forjado en Thiers, afilado para toda la vida.',
      ],
      [
        'Douze outils dans la poche, et un cran de sûreté.',
        'Twelve tools in a pocket, with a safety lock.',
        'Doce herramientas en el bolsillo, con bloqueo de seguridad.',
      ],
    ],
    details: [
      [
        'Acier Sandvik 14C28N, manche en noyer huilé. Vente interdite aux mineurs.',
        'Sandvik 14C28N steel, oiled walnut handle. Not sold to minors.',
        'Acero Sandvik 14C28N, mango de nogal aceitado. Venta prohibida a menores.',
      ],
    ],
  },
  {
    code: 'DOS',
    category: 'backpacks',
    isFood: false,
    share: 5,
    cents: [4990, 28900],
    grams: [480, 2300],
    axes: ['capacity', 'colour'],
    nouns: [
      ['Sac à dos de randonnée', 'Hiking backpack', 'Mochila de senderismo'],
      ['Sac à dos étanche', 'Waterproof backpack', 'Mochila estanca'],
    ],
    pitches: [
      [
        'Un portage réglable qui reste confortable à quinze kilos.',
        'An adjustable harness that stays comfortable at fifteen kilos.',
        'Un arnés regulable que sigue cómodo con quince kilos.',
      ],
    ],
    details: [
      [
        'Tissu recyclé 210D, housse de pluie, poche à eau compatible.',
        'Recycled 210D fabric, rain cover, hydration compatible.',
        'Tejido reciclado 210D, funda de lluvia, compatible con bolsa de agua.',
      ],
    ],
  },
  {
    code: 'VES',
    category: 'jackets',
    isFood: false,
    share: 7,
    cents: [7990, 44900],
    grams: [180, 950],
    axes: ['size', 'colour'],
    nouns: [
      ['Veste imperméable', 'Waterproof jacket', 'Chaqueta impermeable'],
      ['Doudoune légère', 'Light down jacket', 'Plumífero ligero'],
      ['Polaire', 'Fleece jacket', 'Forro polar'],
    ],
    pitches: [
      [
        'Coupée pour marcher vite et rester au sec.',
        'Cut to walk fast and stay dry.',
        'Cortada para andar rápido y seguir seco.',
      ],
      [
        'La couche chaude qui tient dans sa propre poche.',
        'The warm layer that packs into its own pocket.',
        'La capa de abrigo que cabe en su propio bolsillo.',
      ],
    ],
    details: [
      [
        'Membrane 20 000 mm, coutures étanchées, capuche compatible casque, sans PFC.',
        '20,000 mm membrane, taped seams, helmet-compatible hood, PFC free.',
        'Membrana 20.000 mm, costuras selladas, capucha compatible con casco, sin PFC.',
      ],
    ],
  },
  {
    code: 'CHA',
    category: 'boots',
    isFood: false,
    share: 6,
    cents: [8990, 28900],
    grams: [620, 1700],
    axes: ['shoe-size'],
    nouns: [
      ['Chaussures de randonnée', 'Hiking boots', 'Botas de senderismo'],
      ["Chaussures d'approche", 'Approach shoes', 'Zapatillas de aproximación'],
    ],
    pitches: [
      [
        'Elles mordent le rocher mouillé et pardonnent les longues étapes.',
        'They grip wet rock and forgive long stages.',
        'Muerden la roca mojada y perdonan las etapas largas.',
      ],
    ],
    details: [
      [
        'Cuir nubuck, pare-pierres, semelle ressemelable.',
        'Nubuck leather, rubber rand, resoleable outsole.',
        'Cuero nobuk, protección de goma, suela reemplazable.',
      ],
    ],
  },
  {
    code: 'COF',
    category: 'boxes',
    isFood: false,
    share: 2,
    cents: [2990, 14900],
    grams: [400, 2600],
    axes: [],
    nouns: [
      ['Coffret cadeau bivouac', 'Camping gift box', 'Caja regalo vivac'],
      ['Coffret premiers secours', 'First-aid box', 'Caja de primeros auxilios'],
    ],
    pitches: [
      [
        'À offrir à qui rêve de dormir dehors 🏔️.',
        'For whoever dreams of sleeping outside 🏔️.',
        'Para quien sueña con dormir fuera 🏔️.',
      ],
    ],
    details: [
      [
        'Boîte métal réutilisable, carte personnalisable sur demande.',
        'Reusable tin, personal card on request.',
        'Caja metálica reutilizable, tarjeta personalizable.',
      ],
    ],
  },
];

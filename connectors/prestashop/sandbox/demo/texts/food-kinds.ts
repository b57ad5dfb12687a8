import type { Text } from '../localized.ts';
import type { ProductKind } from './product-kind.ts';

const REHYDRATE: Text = [
  "Versez 300 ml d'eau bouillante dans le sachet, remuez, attendez huit minutes : c'est prêt.",
  'Pour 300 ml of boiling water into the pouch, stir, wait eight minutes: ready.',
  'Vierta 300 ml de agua hirviendo en la bolsa, remueva y espere ocho minutos.',
];

export const FOOD_KINDS: readonly ProductKind[] = [
  {
    code: 'VEG',
    category: 'veggie-meals',
    isFood: true,
    share: 9,
    cents: [590, 1290],
    grams: [95, 165],
    axes: ['portions'],
    nouns: [
      ['Chili végétarien lyophilisé', 'Freeze-dried vegetarian chilli', 'Chili vegetariano liofilizado'],
      ['Risotto aux champignons lyophilisé', 'Freeze-dried mushroom risotto', 'Risotto de setas liofilizado'],
      ['Couscous aux légumes lyophilisé', 'Freeze-dried vegetable couscous', 'Cuscús de verduras liofilizado'],
      ['Dahl de lentilles corail lyophilisé', 'Freeze-dried red lentil dahl', 'Dahl de lentejas rojas liofilizado'],
      [
        'Purée, fromage et ciboulette lyophilisée',
        'Freeze-dried mash with cheese and chives',
        'Puré con queso y cebollino liofilizado',
      ],
    ],
    pitches: [
      [
        'Un vrai plat mijoté, lyophilisé sans conservateur ni arôme ajouté.',
        'A real slow-cooked dish, freeze-dried with no preservative nor added flavour.',
        'Un plato cocinado a fuego lento, liofilizado sin conservantes ni aromas añadidos.',
      ],
      [
        "560 kcal par portion, beaucoup de légumes et juste ce qu'il faut d'épices.",
        '560 kcal a portion, plenty of vegetables and just enough spice.',
        '560 kcal por porción, muchas verduras y las especias justas.',
      ],
    ],
    details: [REHYDRATE],
  },
  {
    code: 'VIA',
    category: 'meat-meals',
    isFood: true,
    share: 9,
    cents: [690, 1490],
    grams: [100, 170],
    axes: ['portions'],
    nouns: [
      ['Bœuf bourguignon lyophilisé', 'Freeze-dried beef bourguignon', 'Ternera a la borgoñona liofilizada'],
      ['Poulet au curry lyophilisé', 'Freeze-dried chicken curry', 'Pollo al curri liofilizado'],
      [
        "Saumon à l'aneth et riz lyophilisé",
        'Freeze-dried salmon with dill and rice',
        'Salmón al eneldo con arroz liofilizado',
      ],
      ['Pâtes à la bolognaise lyophilisées', 'Freeze-dried spaghetti bolognese', 'Pasta a la boloñesa liofilizada'],
      ['Hachis parmentier lyophilisé', "Freeze-dried shepherd's pie", 'Pastel de carne liofilizado'],
    ],
    pitches: [
      [
        "La recette d'un bistrot de montagne, dans un sachet de 125 g.",
        'The recipe of a mountain bistro in a 125 g pouch.',
        'La receta de un bistró de montaña en una bolsa de 125 g.',
      ],
      [
        'Viande française, 620 kcal par portion, pour les longues étapes.',
        'French meat, 620 kcal a portion, for the long stages.',
        'Carne francesa, 620 kcal por porción, para las etapas largas.',
      ],
    ],
    details: [REHYDRATE],
  },
  {
    code: 'PDJ',
    category: 'breakfasts',
    isFood: true,
    share: 5,
    cents: [390, 890],
    grams: [60, 130],
    axes: [],
    nouns: [
      ['Muesli fruits rouges lyophilisé', 'Freeze-dried red fruit muesli', 'Muesli de frutos rojos liofilizado'],
      ['Porridge pomme-cannelle', 'Apple and cinnamon porridge', 'Gachas de manzana y canela'],
      ['Riz au lait vanille lyophilisé', 'Freeze-dried vanilla rice pudding', 'Arroz con leche y vainilla liofilizado'],
    ],
    pitches: [
      [
        "Un réveil doux, prêt à l'eau froide comme à l'eau chaude.",
        'A gentle wake-up, ready with cold or hot water.',
        'Un despertar suave, con agua fría o caliente.',
      ],
    ],
    details: [
      [
        'Avoine complète, lait entier en poudre, 480 kcal. Peut contenir des fruits à coque.',
        'Whole oats, whole milk powder, 480 kcal. May contain nuts.',
        'Avena integral, leche entera en polvo, 480 kcal. Puede contener frutos de cáscara.',
      ],
    ],
  },
  {
    code: 'BAR',
    category: 'snacks',
    isFood: true,
    share: 8,
    cents: [190, 1290],
    grams: [25, 250],
    axes: [],
    nouns: [
      ['Barre énergétique figue-amande', 'Fig and almond energy bar', 'Barrita energética de higo y almendra'],
      ['Viande séchée des Alpes', 'Alpine dried meat', 'Carne seca de los Alpes'],
      ['Fruits lyophilisés croquants', 'Crunchy freeze-dried fruit', 'Fruta liofilizada crujiente'],
      ["Pâte d'amande bio", 'Organic almond paste', 'Pasta de almendra ecológica'],
    ],
    pitches: [["À grignoter sans s'arrêter.", 'To nibble without stopping.', 'Para picar sin parar.']],
    details: [
      [
        'Cinq ingrédients, pas un de plus. À conserver au sec.',
        'Five ingredients, not one more. Keep dry.',
        'Cinco ingredientes, ni uno más. Conservar en seco.',
      ],
    ],
  },
  {
    code: 'RAT',
    category: 'rations',
    isFood: true,
    share: 5,
    cents: [1490, 15900],
    grams: [400, 6500],
    axes: [],
    nouns: [
      ['Ration de survie 24 h', '24 h survival ration', 'Ración de supervivencia 24 h'],
      ['Seau de secours 30 portions', '30-portion emergency bucket', 'Cubo de emergencia 30 raciones'],
      ['Eau en conserve 12 x 330 ml', 'Canned water 12 x 330 ml', 'Agua en lata 12 x 330 ml'],
    ],
    pitches: [
      [
        'Conservation 25 ans : à ranger, à oublier, à retrouver intacte.',
        'Keeps 25 years: store it, forget it, find it intact.',
        'Conservación 25 años: guárdela, olvídela, encuéntrela intacta.',
      ],
    ],
    details: [
      [
        'Retenue par des communes et des associations de secours.',
        'Chosen by town halls and relief organisations.',
        'Elegida por ayuntamientos y asociaciones de socorro.',
      ],
    ],
  },
];

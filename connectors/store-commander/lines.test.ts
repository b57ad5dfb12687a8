import { readBulkEdit, type BulkEditKey } from '#sdk';
import { settingsSchema } from './settings.ts';

const folder = { kind: 'folder', path: '/drop' };

function read(headings: string[], rows: string[][], more: object = {}): ReturnType<typeof readBulkEdit> {
  const settings = settingsSchema.parse({ in: folder, out: folder, ...more });
  const toCells = (cells: string[]) => Object.fromEntries(headings.map((heading, at) => [heading, cells[at] ?? '']));
  const table = { headings, rows: rows.map((cells, at) => ({ row: at + 2, cells: toCells(cells) })) };
  return readBulkEdit(table, settings);
}

it.each<[BulkEditKey, string[], object]>([
  ['prodname', ['Nom'], { name: 'x' }],
  ['prodref', ['Référence'], { sku: 'x' }],
  ['prodrefthenprodname', ['Nom'], { name: 'x' }],
  ['suprefthenprodname', ['Référence fournisseur'], { supplierReference: 'x' }],
  ['supref', ['Référence fournisseur'], { supplierReference: 'x' }],
  ['prodrefandsupref', ['Référence', 'Référence fournisseur'], { sku: 'x', supplierReference: 'x' }],
  ['prodnameandsupref', ['Nom', 'Référence fournisseur'], { name: 'x', supplierReference: 'x' }],
  ['idproduct', ['id_product'], { productId: 'x' }],
  ['idproductattribute', ['id_product_attribute'], { variantId: 'x' }],
])('finds its product by %s', (idBy, headings, key) => {
  expect(read(headings, [headings.map(() => 'x')], { idBy }).lines[0]?.key).toEqual(key);
  expect(read(headings, [headings.map(() => '')], { idBy }).failures[0]?.code).toBe('EDIT_KEY_EMPTY');
});

it.each(['ean13', 'upc', 'isbn'])('finds its product by %s', (idBy) => {
  expect(read(['EAN13'], [['3760123456784']], { idBy }).failures).toEqual([]);
});

it('names line and column of what is wrong and keeps the rest', () => {
  const { lines, failures } = read(
    ['Référence', 'Prix HT', 'EAN13'],
    [
      ['a', '1 234,50', ''],
      ['b', 'cher', ''],
      ['c', '1', '3760123456789'],
    ],
  );
  expect(lines).toMatchObject([{ line: 2, key: { sku: 'a' }, values: { price: '1234.50' } }]);
  expect(failures).toMatchObject([
    { line: 3, column: 'Prix HT', code: 'EDIT_NUMBER_WRONG' },
    { line: 4, column: 'EAN13', code: 'EDIT_GTIN_WRONG' },
  ]);
});

it.each(['Prix HT', 'wholesale price', 'Poids'])(
  'refuses a negative number under %s, not a negative zero',
  (heading) => {
    const { lines, failures } = read(
      ['Référence', heading, 'Quantité'],
      [
        ['a', '-0,50', '1'],
        ['b', '-0,00', '-3'],
      ],
    );
    expect(failures).toMatchObject([{ line: 2, column: heading, code: 'EDIT_NUMBER_NEGATIVE' }]);
    expect(failures[0]?.message).toMatch(/^"-0,50" is no (price|weight): it is negative\.$/);
    expect(lines).toMatchObject([{ line: 3, values: { quantity: '-3' } }]);
  },
);

it('reads category trees and attributes both ways', () => {
  const more = { categorySeparator: '|', attributes: { Taille: 'Taille' } };
  const rows = [['a', 'Accueil > Tentes|Promo', 'L', 'Couleur: bleu, Matière: lin']];
  const { lines } = read(['Référence', 'Catégories', 'Taille', 'Attributs'], rows, more);
  expect(lines[0]?.values).toEqual({
    categories: ['Accueil > Tentes', 'Promo'],
    options: ['Taille: L', 'Couleur: bleu', 'Matière: lin'],
  });
});

it('refuses two columns for one field, but not two columns of attributes', () => {
  expect(() => read(['Référence', 'EAN', 'UPC'], [])).toThrow('Row 1, column 3: "UPC" stands for the same as column 2');
  const more = { attributes: { Taille: 'Taille', Couleur: 'Couleur' } };
  const { lines } = read(['Référence', 'Taille', 'Couleur'], [['a', 'L', 'bleu']], more);
  expect(lines[0]?.values.options).toEqual(['Taille: L', 'Couleur: bleu']);
});

it.each(['3,76012E+12', '376012345678', '3760123456784.0', '0012345', '3760123456789'])(
  'does not take the mangled EAN %s for one',
  (code) => {
    const { failures } = read(['Référence', 'EAN13'], [['a', code]]);
    expect(failures).toMatchObject([{ line: 2, column: 'EAN13', code: 'EDIT_GTIN_WRONG' }]);
  },
);

it('refuses an unknown heading', () => {
  expect(() => read(['Référence', 'Zut'], [])).toThrow('"Zut" is not known');
});

it('takes combination 0 for none', () => {
  const { lines } = read(['reference', 'id_product', 'id_product_attribute'], [['a', '4', '0']]);
  expect(lines[0]?.key).toEqual({ sku: 'a', productId: '4' });
  const { failures } = read(['id_product_attribute'], [['0']], { idBy: 'idproductattribute' });
  expect(failures[0]?.code).toBe('EDIT_KEY_EMPTY');
});

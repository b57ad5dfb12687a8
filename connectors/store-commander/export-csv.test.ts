import { readBulkEdit } from '#sdk';
import { createTableCodec } from '../../src/sdk/table-codec.ts';
import { exportCsv, type EditRow } from './export-csv.ts';
import { settingsSchema } from './settings.ts';

const tables = createTableCodec();
const folder = { kind: 'folder', path: '/drop' };
const rows: EditRow[] = [
  { key: { sku: 'A;1' }, values: { name: 'Théière "Œuf"', price: '1234.50', gtin: '3760123456784' }, other: {} },
  { key: { sku: 'B' }, values: { categories: ['Accueil > Thé', 'Promo'], quantity: '-3' }, other: { Note: 'à voir' } },
  { key: { sku: 'C', variantId: '7' }, values: { options: ['Taille: L', 'Couleur: bleu', 'Matière: lin'] }, other: {} },
];

it.each([
  {},
  { delimiter: ',', encoding: 'windows-1252', categorySeparator: '|', valueSeparator: '/' },
  { delimiter: '\t', columns: { 'Réf.': 'sku', 'Tarif net': 'price' }, attributes: { 'La taille': 'Taille' } },
])('reads what it wrote: %j', async (more) => {
  const columns = { Note: 'other', ...('columns' in more ? more.columns : {}) };
  const settings = settingsSchema.parse({ in: folder, out: folder, ...more, columns });
  const bytes = await exportCsv(rows, settings, tables);
  const { delimiter, encoding } = settings;
  const table = await tables.read(bytes, { ...(delimiter && { delimiter }), ...(encoding && { encoding }) });
  const { lines, failures } = readBulkEdit(table, settings);
  expect(failures).toEqual([]);
  expect(lines.map(({ key, values, other }) => ({ key, values, other }))).toEqual(rows);
});

it('uses the headings of the settings', async () => {
  const settings = settingsSchema.parse({ in: folder, out: folder, columns: { 'Réf.': 'sku' } });
  const text = new TextDecoder().decode(await exportCsv([{ ...rows[0]!, values: {} }], settings, tables));
  expect(text).toBe('Réf.\r\n"A;1"\r\n');
});

it('refuses a value that would come back as two, and a column that nobody could read', async () => {
  const settings = settingsSchema.parse({ in: folder, out: folder });
  const split = { key: { sku: 'a' }, values: { categories: ['Thé, café'] }, other: {} };
  await expect(exportCsv([split], settings, tables)).rejects.toMatchObject({ code: 'EDIT_SEPARATOR_IN_VALUE' });
  const strange = { key: { sku: 'a' }, values: {}, other: { Zut: 'x' } };
  await expect(exportCsv([strange], settings, tables)).rejects.toMatchObject({ code: 'EDIT_HEADING_UNKNOWN' });
});

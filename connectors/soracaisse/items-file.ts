import type { BrickTools, DropBox, Money } from '#sdk';
import type { SoracaisseSettings } from './settings.ts';

/** An item as the till is to know it. */
export interface ItemRow {
  sku: string | null;
  gtin: string | null;
  name: string;
  priceWithTax: Money;
}

/** An items-and-prices file for the till, in the form of its own exports: the same headings, decimal comma. */
export async function itemsFile(
  rows: readonly ItemRow[],
  settings: SoracaisseSettings,
  tools: Pick<BrickTools, 'tables'>,
): Promise<Uint8Array> {
  const heading = (field: string): string => settings.columns.items[field]?.[0] ?? field;
  const headings = ['sku', 'gtin', 'name', 'price'].map(heading);
  const cells = rows.map(({ sku, gtin, name, priceWithTax }) => ({
    [heading('sku')]: sku ?? '',
    [heading('gtin')]: gtin ?? '',
    [heading('name')]: name,
    [heading('price')]: priceWithTax.amount.replace('.', ','),
  }));
  const { delimiter = ';', encoding = 'windows-1252' } = settings;
  return tools.tables.write({ headings, rows: cells }, { format: 'csv', delimiter, encoding, bom: false });
}

/** Writes it into the folder from which the till imports; the file appears there whole. */
export async function sendItems(
  name: string,
  rows: readonly ItemRow[],
  settings: SoracaisseSettings,
  tools: Pick<BrickTools, 'tables'>,
  box: DropBox,
): Promise<void> {
  await box.write(name, await itemsFile(rows, settings, tools), { below: settings.imports });
}

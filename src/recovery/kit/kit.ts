import { join } from 'node:path';
import type { FacetReader } from '../../mirror/index.ts';
import { csvWriter } from './csv.ts';
import { createTextFile } from './file.ts';
import { openKitFolder } from './folder.ts';
import { guideOf, type GuideBlock } from './guide.ts';
import { asKitError } from './kit-error.ts';
import { createSearchPage, type SearchPage } from './page/index.ts';
import { writeGuide } from './pdf/guide.ts';
import { labelWriter } from './pdf/labels.ts';
import { writeNotes } from './pdf/notes.ts';
import { writePicks } from './pdf/picks.ts';
import { tableWriter } from './pdf/table.ts';
import { openOrders } from './read/open-orders.ts';
import { locationNames } from './read/stock.ts';
import type { Sheet, SheetWriter } from './sheet.ts';
import { sheetsOf } from './sheets.ts';
import type { KitSource } from './source.ts';
import type { KitBrick, KitPhone, KitState } from './state.ts';
import { kitTexts, type KitTexts } from './texts.ts';
import { createWorkbook, type Workbook } from './xlsx.ts';

export interface KitOptions {
  facets: FacetReader;
  bricks: readonly KitBrick[];
  phones: readonly KitPhone[];
  state: KitState;
  /** Folder in which kits lie. Made if its parent is there. */
  into: string;
  /** So many kits stay, this one among them. */
  keep: number;
}

export interface KitSummary {
  /** Absolute path of the finished kit. */
  folder: string;
  asOf: string | null;
  staleBricks: readonly string[];
  /** Sheet to its number of rows. */
  rows: Record<string, number>;
  openOrders: number;
  ms: number;
}

interface Making {
  path: string;
  source: KitSource;
  texts: KitTexts;
  guide: readonly GuideBlock[];
}

/** Writes a whole kit, or none: the ones before stay until it is in its place. */
export async function writeKit(options: KitOptions): Promise<KitSummary> {
  const began = performance.now();
  const { state, bricks, phones, into, keep } = options;
  const folder = await openKitFolder(into, state.at);
  try {
    const guide = guideOf({ state, bricks, phones });
    const source = sourceOf(options);
    const counts = await writeAll({ path: folder.path, source, texts: kitTexts[state.locale], guide });
    const known = { asOf: state.asOf, staleBricks: state.staleBricks, ...counts };
    const manifest = await createTextFile(join(folder.path, 'kit.json'));
    await manifest.write(`${JSON.stringify({ writtenAt: state.at, locale: state.locale, ...known }, null, 2)}\n`);
    await manifest.end();
    return { folder: await folder.finish(keep), ...known, ms: Math.round(performance.now() - began) };
  } catch (error) {
    await folder.abandon();
    throw asKitError(error, into);
  }
}

function sourceOf({ facets, bricks, state }: KitOptions): KitSource {
  const playing = (role: KitBrick['roles'][number]): string[] =>
    bricks.filter(({ roles }) => roles.includes(role)).map(({ name }) => name);
  return { facets, state, shops: playing('shop'), warehouses: playing('fulfilment'), tills: playing('till') };
}

async function writeAll({ path, source, texts, guide }: Making): Promise<Pick<KitSummary, 'rows' | 'openOrders'>> {
  const { state } = source;
  const paper = { state, texts };
  const pdf = (name: string): string => join(path, `${name}.pdf`);
  await writeGuide(pdf(texts.names.guide), guide, paper);
  const places = await locationNames(source);
  const orders = await openOrders(source, places);
  await writePicks(pdf(texts.names.picks), orders, places, paper);
  await writeNotes(pdf(texts.names.notes), orders, paper);
  const labels = labelWriter(pdf(texts.names.labels), paper);
  const sheets = sheetsOf({ source, texts, orders, places, onArticles: (articles) => labels.add(articles) });
  const page = await createSearchPage(join(path, 'kit.html'), { state, texts, guide });
  const workbook = createWorkbook();
  const rows: Record<string, number> = {};
  for (const sheet of sheets) {
    const writers = await writersOf(sheet, { path, paper, page, workbook });
    rows[sheet.name] = await pour(sheet, writers);
  }
  await page.end();
  await labels.end();
  await workbook.write(join(path, 'kit.xlsx'));
  return { rows, openOrders: orders.length };
}

interface Formats {
  path: string;
  paper: { state: KitState; texts: KitTexts };
  page: SearchPage;
  workbook: Workbook;
}

async function writersOf(sheet: Sheet, { path, paper, page, workbook }: Formats): Promise<SheetWriter[]> {
  return [
    tableWriter(join(path, `${sheet.name}.pdf`), sheet, paper),
    await csvWriter(join(path, `${sheet.name}.csv`), sheet, paper.state.locale),
    workbook.writerOf(sheet),
    await page.writerOf(sheet),
  ];
}

/** Reads a sheet once, into every format. */
async function pour(sheet: Sheet, writers: readonly SheetWriter[]): Promise<number> {
  let count = 0;
  for await (const group of sheet.groups()) {
    count += group.rows.length;
    for (const writer of writers) await writer.add(group);
  }
  for (const writer of writers) await writer.end();
  return count;
}

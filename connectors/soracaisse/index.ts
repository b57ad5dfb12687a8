/**
 * SoraCaisse by its exports: CSV or XLSX files that the till drops into a folder or onto an SFTP server; and by the
 * orders that its module writes into a PrestaShop (`shop/`).
 *
 * The *inbox* reads each new file to its end, `parse/` turns rows into records; the streams give the records, and last
 * of all what became of each *file*. The vendor publishes no format: which column is what is a setting. No sale
 * is ever written; items and prices are, as a file.
 */
import { defineConnector, isCoded } from '#sdk';
import type { CheckFinding, DropBox, DropBoxOptions, Sandbox, SandboxOptions } from '#sdk';
import { aliasesStream, ticketItemsStream } from './catalogue-match.ts';
import { FILE_KINDS } from './columns.ts';
import { filesStream } from './files.stream.ts';
import { openInbox } from './inbox.ts';
import { aggregates } from './mapper/index.ts';
import { kindOf } from './parse/file.ts';
import { putItems } from './put-items.ts';
import { sessionsStream } from './sessions.stream.ts';
import { carriedBy, settingsSchema, type SoracaisseSettings } from './settings.ts';
import { checkShop, openShop, shopOrdersStream } from './shop/index.ts';
import { soldItems } from './sold-items.stream.ts';
import { recordsStream, storesStream } from './streams.ts';

export default defineConnector({
  name: 'soracaisse',
  title: { en: 'SoraCaisse (files)', fr: 'SoraCaisse (fichiers)' },
  roles: ['till'],
  settings: settingsSchema,
  secrets: ['drop.password', 'drop.privateKey', 'shop.key'],
  aggregates,
  sandbox,
  open(settings, tools) {
    const box = tools.drop(settings.drop as DropBoxOptions);
    const inbox = openInbox(settings, box, tools);
    const records = FILE_KINDS.map((kind) => recordsStream(kind, inbox, settings));
    const shop = settings.shop && { shop: settings.shop, webservice: openShop(settings.shop, tools) };
    const { stream: sold, noteSale } = soldItems(inbox, shop !== undefined);
    const orders = shop && shopOrdersStream(shop, settings, noteSale);
    const named = [sold, aliasesStream(inbox), ticketItemsStream(inbox)];
    const derived = [sessionsStream(inbox), ...(orders ? [orders] : []), ...named];
    return {
      streams: [storesStream(settings), ...records, ...derived, filesStream(inbox, tools)],
      carries: carriedBy(settings),
      ...(settings.items ? { commands: { putItems: putItems(settings, settings.items.name, tools, box) } } : {}),
      check: async () => [...(await check(box, settings)), ...(shop ? await checkShop(shop) : [])],
    };
  },
});

async function check(box: DropBox, settings: SoracaisseSettings): Promise<CheckFinding[]> {
  try {
    const entries = await box.list(settings.exports);
    const found = FILE_KINDS.map((kind): CheckFinding => {
      const files = entries.filter(({ name }) => kindOf(name, settings) === kind).length;
      return { subject: kind, state: 'ok', message: `${files} files in the box.` };
    });
    return [{ subject: 'drop', state: 'ok', message: 'The drop box answers.' }, ...found];
  } catch (error) {
    if (!isCoded(error)) throw error;
    return [{ subject: 'drop', state: 'error', message: error.message, remedy: error.remedy }];
  }
}

/** Loaded when it is wanted: a hub with a real till carries no sandbox. */
async function sandbox(options: SandboxOptions): Promise<Sandbox> {
  const { startTillSandbox } = await import('./sandbox/index.ts');
  return startTillSandbox(options);
}

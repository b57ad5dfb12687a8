import type { RawRecord } from '#sdk';
import { text } from '../record.ts';
import type { Access } from '../commands/access.ts';

/** PrestaShop's own setting, and what it says when no mail is sent. */
const METHOD = 'PS_MAIL_METHOD';
const NONE = '3';
/** Where the setting of before is kept in the target itself, until the shop may speak again. */
const KEPT = 'MORTAR_MAIL_METHOD';
/** What an installation without the setting does. */
const DEFAULT = '1';

/**
 * Every state that an order is brought into mails its buyer: years later, for all orders. So the shop's mail is off
 * while orders are written, and its own way of mailing is kept in the shop, where no crash loses it.
 */
export async function silence(access: Access): Promise<void> {
  const { method, kept } = await settings(access);
  if (!kept || text(kept.body, 'value') === null)
    await set(access, KEPT, kept, (method && text(method.body, 'value')) ?? DEFAULT);
  await set(access, METHOD, method, NONE);
}

/** Lets the shop mail as it did before. Nothing was silenced: nothing happens. */
export async function speakAgain(access: Access): Promise<void> {
  const { method, kept } = await settings(access);
  const before = kept && text(kept.body, 'value');
  if (!kept || !before) return;
  await set(access, METHOD, method, before);
  await access.remove('configurations', kept.id);
}

async function settings(access: Access): Promise<{ method: RawRecord | undefined; kept: RawRecord | undefined }> {
  const rows = await access.rows('configurations', { name: `[${METHOD}|${KEPT}]` });
  const named = (name: string): RawRecord | undefined => rows.find(({ body }) => text(body, 'name') === name);
  return { method: named(METHOD), kept: named(KEPT) };
}

async function set(access: Access, name: string, row: RawRecord | undefined, value: string): Promise<void> {
  if (!row) await access.create('configurations', { fields: { name, value } });
  else if (text(row.body, 'value') !== value) await access.change('configurations', row.id, { fields: { value } });
}

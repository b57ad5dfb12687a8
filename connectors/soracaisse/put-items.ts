import type { BrickTools, Command, DropBox, PutItems } from '#sdk';
import { sendItems } from './items-file.ts';
import type { SoracaisseSettings } from './settings.ts';

/**
 * Items and prices as a file for the till. Its name has the message's id, so that another try writes the same file over
 * the one that an earlier try left. Nothing is read back: no file of the till says what it took from this one.
 */
export function putItems(
  settings: SoracaisseSettings,
  name: string,
  tools: Pick<BrickTools, 'tables'>,
  box: DropBox,
): Command<PutItems> {
  return async ({ items }, { message }) => {
    // The file has no column that takes an item off the till.
    const sold = items.filter(({ active }) => active);
    const file = `${name}-${message.replace(/[^\w-]/g, '')}.csv`;
    if (sold.length > 0) await sendItems(file, sold, settings, tools, box);
    return { touched: [] };
  };
}

import { BULK_EDIT_HEADINGS } from '#sdk';
import type { Column, StoreCommanderSettings } from './settings.ts';

/** How a column is headed in a file that is written: as the settings say, else as usual. */
export function headingOf(column: Column, { columns }: StoreCommanderSettings): string {
  const own = Object.entries(columns).find(([, one]) => one === column)?.[0];
  if (own !== undefined || column === 'other') return own ?? column;
  // A usual heading that these settings give to another column would be read as that one.
  return BULK_EDIT_HEADINGS[column].find((heading) => columns[heading] === undefined) ?? column;
}

import type { RoleName } from '#sdk';
import type { AgencyDump } from './dump.ts';
import type { Localized } from '../../roles/shop/facets.ts';
import { textIn } from '../../roles/shop/index.ts';

export interface KitPhone {
  name: string;
  phone: string;
  note?: string | undefined;
}

/** One brick, as its page in the kit shows it. */
export interface KitBrick {
  name: string;
  connector: string;
  roles: readonly RoleName[];
  /** End of the last run that read all of it; null: never. */
  lastGoodAt: string | null;
  stale: boolean;
  /** Batches that wait for a person and are not in the kit. */
  openHolds: number;
  /** Folder where the agency leaves a copy of what the hub does not hold. */
  dump: AgencyDump | null;
}

/** When and of what state a kit is: what every sheet says at its foot. */
export interface KitState {
  locale: 'fr' | 'en';
  /** When it was written. */
  at: Date;
  /** What it shows is at least as new; null: some brick was never read in full. */
  asOf: string | null;
  staleBricks: readonly string[];
  /** IANA name; default: the machine's. */
  timeZone?: string | undefined;
}

/** A text of the shop in the language of the kit. */
export function inLocale(text: Localized, { locale }: Pick<KitState, 'locale'>): string {
  return textIn(text, locale, 'fr') ?? '';
}

/** A time as people of that language write it, with its zone. */
export function timeText(
  time: string | Date | null,
  { locale, timeZone }: Pick<KitState, 'locale' | 'timeZone'>,
): string {
  if (time === null) return '';
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return '';
  const options = { dateStyle: 'short', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', { ...options, timeZone }).format(date);
}

/** The zone of those times: `UTC+1`. */
export function zoneText(at: Date, { locale, timeZone }: Pick<KitState, 'locale' | 'timeZone'>): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZoneName: 'short', timeZone }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC';
}

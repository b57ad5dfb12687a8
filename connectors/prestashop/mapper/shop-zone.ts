/** The zone of the shop's dates where the setting PS_TIMEZONE is not mirrored or makes no sense. */
const FALLBACK = 'Europe/Paris';

export function shopZone(name: string | null): string {
  if (name === null) return FALLBACK;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    return FALLBACK;
  }
}

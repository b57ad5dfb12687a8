/** Odoo's times: UTC, whole seconds, `2026-11-23 05:09:31`. As text they compare as they should. */

export function odooText(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', ' ');
}

export function shifted(text: string, seconds: number): string {
  return odooText(new Date(Date.parse(`${text.replace(' ', 'T')}Z`) + seconds * 1000));
}

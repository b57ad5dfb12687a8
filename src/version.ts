import { readFileSync } from 'node:fs';

/** The package's own version; the file lies two folders above the built code and one above the source. */
export const version: string = versionOf(['../package.json', '../../package.json']);

function versionOf(places: readonly string[]): string {
  for (const place of places) {
    try {
      const text = readFileSync(new URL(place, import.meta.url), 'utf8');
      return (JSON.parse(text) as { version: string }).version;
    } catch {
      continue;
    }
  }
  return '0.0.0';
}

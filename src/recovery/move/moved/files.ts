import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { idMap } from '../id-map.ts';
import type { MoveParts } from '../parts.ts';
import { FORMATS, formatted, type RedirectFormat } from './formats.ts';
import { ID_FORMATS, idFile, type IdFormat } from './id-file.ts';
import { cutOverPlan, redirectsOf, type Redirects } from './redirects.ts';

/** A file as it is to be written, and how much it holds. */
export interface MovedFile {
  content: string;
  count: number;
  /** Things of which an address is not known, by type. */
  unknown: Redirects['unknown'];
}

export interface RedirectOrder {
  id: string;
  format: RedirectFormat;
  /** Origin of the new shop, as visitors know it; null: as the target says. */
  site: string | null;
}

export async function redirectFile(parts: MoveParts, { id, format, site }: RedirectOrder): Promise<MovedFile> {
  const all = await redirectsOf(parts, id, site);
  return { content: formatted(all, format), count: all.redirects.length, unknown: all.unknown };
}

export async function idMapFile(
  parts: MoveParts,
  { id, format }: { id: string; format: IdFormat },
): Promise<MovedFile> {
  const plan = await cutOverPlan(parts, id);
  let count = 0;
  const counted = async function* () {
    for await (const page of idMap(parts, plan)) {
      count += page.length;
      yield page;
    }
  };
  let content = '';
  for await (const part of idFile(counted(), format)) content += part;
  return { content, count, unknown: [] };
}

const ENDS: Record<RedirectFormat, string> = { nginx: 'nginx.conf', apache: 'apache.conf', csv: 'csv' };

/** Writes all of them beside the plan's reports. Redirects only where addresses are known. Resolves with the folder. */
export async function keepMoved(parts: MoveParts, id: string): Promise<string> {
  const folder = join(parts.data, 'moves', id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const format of ID_FORMATS)
    await write(join(folder, `ids.${format}`), (await idMapFile(parts, { id, format })).content);
  const all = await redirectsOf(parts, id, null);
  for (const format of FORMATS) await write(join(folder, `redirects.${ENDS[format]}`), formatted(all, format));
  return folder;
}

async function write(path: string, content: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  await file.writeFile(content).finally(() => file.close());
}

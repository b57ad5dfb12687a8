import { createHash } from 'node:crypto';
import { PermanentError, z, type JsonObject } from '#sdk';
import { template, templateOf, type Template } from './mail/index.ts';
import type { Reading } from './reading.ts';
import type { SalvageBrick, SalvageParts } from './salvage.ts';
import { FIELD_NAMES, type Mapping } from './tables/index.ts';

const mapping: z.ZodType<Mapping> = z.strictObject({
  subject: z.enum(['products', 'stock', 'customers', 'orders']),
  columns: z.record(z.string(), z.enum(FIELD_NAMES).nullable()),
});
const NAME = /^[a-z0-9][a-z0-9-]{0,40}$/;

/** Maps are records of the brick that stand for nothing that is shown: they are backed up, and keep their history. */
const MAPS = 'maps';

export async function savedMap(parts: SalvageParts, name: string): Promise<Mapping> {
  const [record] = await parts.reader.latestByIds(needed(parts).name, MAPS, [name]);
  const found = mapping.safeParse(record?.body);
  if (found.success) return found.data;
  throw new PermanentError({
    code: 'SALVAGE_MAP_UNKNOWN',
    message: `There is no saved map "${name}".`,
    remedy: `Save one first: mortar salvage FILE --save ${name}`,
  });
}

export async function saveMap(parts: SalvageParts, name: string, { files }: Reading): Promise<void> {
  const [file, other] = files.filter(({ columns }) => columns.length > 0);
  const subject = file?.subject;
  if (!file || other || !subject || subject === 'mails' || !NAME.test(name))
    throw new PermanentError({
      code: 'SALVAGE_MAP_NOT_SAVED',
      message:
        'A map is saved of one table that could be read, under a name of lower-case letters, digits and hyphens.',
      remedy: 'Name one file: mortar salvage stock.csv --save stock',
    });
  const body: Mapping = {
    subject,
    columns: Object.fromEntries(file.columns.map(({ heading, field }) => [heading, field])),
  };
  await saveNote(parts, MAPS, name, body as unknown as JsonObject);
}

/** Mails of shops that are no PrestaShop are read by these. */
const TEMPLATES = 'templates';
const MOST_TEMPLATES = 500;

export async function savedTemplates(parts: Pick<SalvageParts, 'brick' | 'reader'>): Promise<Template[]> {
  const brick = parts.brick();
  const records = brick === null ? [] : await parts.reader.latest(brick.name, TEMPLATES, null, MOST_TEMPLATES);
  return records.flatMap(({ body }) => template.safeParse(body).data ?? []);
}

export async function saveTemplate(
  parts: SalvageParts,
  paths: readonly string[],
  { name, fields }: { name: string; fields: Readonly<Record<string, string>> },
): Promise<void> {
  const [path, other] = paths;
  if (path === undefined || other !== undefined || !NAME.test(name))
    throw new PermanentError({
      code: 'SALVAGE_TEMPLATE_NOT_SAVED',
      message: 'A template is made of one mail, under a name of lower-case letters, digits and hyphens.',
      remedy: 'Name one .eml file: mortar salvage mail.eml --template my-shop --field reference=… --field total=…',
    });
  await saveNote(parts, TEMPLATES, name, await templateOf(path, fields));
}

/** Keeps something of the brick's own on disk. */
export async function saveNote(
  parts: Pick<SalvageParts, 'brick' | 'writer' | 'now'>,
  kind: string,
  id: string,
  body: JsonObject,
): Promise<void> {
  const json = JSON.stringify(body);
  const hash = createHash('sha256').update(json).digest('hex');
  const at = parts.now().toISOString();
  const records = [{ id, json, hash, parent: null, key: null }];
  await parts.writer.commitPage({ brick: needed(parts).name, kind, run: `note_${at}`, records, publish: true, at });
}

export function needed({ brick }: Pick<SalvageParts, 'brick'>): SalvageBrick {
  return brick() ?? refuseNoBrick();
}

function refuseNoBrick(): never {
  throw noBrick();
}

function noBrick(): PermanentError {
  return new PermanentError({
    code: 'SALVAGE_BRICK_MISSING',
    message: 'No brick takes in what is salvaged.',
    remedy: 'Write below bricks: in mortar.config.yaml:  salvage: { connector: salvage }  and start the hub again.',
  });
}

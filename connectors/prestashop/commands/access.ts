import { isCoded, RetryableError, type JsonObject, type RawRecord } from '#sdk';
import { filterChunks } from '../reading/list-query.ts';
import type { PrestashopSettings } from '../settings.ts';
import type { Picture, Webservice } from '../webservice.ts';
import { entityXml } from './entity-xml.ts';
import type { Entity } from './entity-xml.ts';

/** A shop that is told what to do. */
export interface Shop {
  webservice: Webservice;
  settings: PrestashopSettings;
}

/** What one delivery asks of the shop and tells it, as the shop is now: nothing here is taken from the mirror. */
export interface Access {
  settings: PrestashopSettings;
  /** Rows by ascending id whose fields fit `filters`, in the webservice's own words: `[3]`, `[1|2]`. */
  rows(resource: string, filters: Readonly<Record<string, string>>): Promise<RawRecord[]>;
  row(resource: string, id: string): Promise<JsonObject | null>;
  rowsById(resource: string, ids: readonly string[]): Promise<RawRecord[]>;
  /** Makes a record; its id. Ids cannot be chosen. */
  create(resource: string, entity: Entity, parameters?: Readonly<Record<string, string>>): Promise<string>;
  /** Changes the named fields only. */
  change(resource: string, id: string, entity: Entity, parameters?: Readonly<Record<string, string>>): Promise<void>;
  /** Deletes a record, or finds it gone. */
  remove(resource: string, id: string): Promise<void>;
  /** Uploads an image to `products/12` or `categories/3`; the id of a product's new image. */
  upload(owner: string, picture: Picture): Promise<string | null>;
}

/** The whole shop is out of reach, which says nothing of a command: it waits, while a sync would stop and say so. */
const OUT_OF_REACH: ReadonlySet<string> = new Set([
  'BRICK_WEBSERVICE_OFF',
  'BRICK_BLOCKED_BY_HOST',
  'BRICK_REDIRECTED',
  'BRICK_ADDRESS_WRONG',
  'BRICK_KEY_REFUSED',
  'BRICK_KEY_NOT_RECEIVED',
]);

async function patiently<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!isCoded(error) || !OUT_OF_REACH.has(error.code)) throw error;
    const { code, message, remedy, detail } = error;
    throw new RetryableError({ code, message, remedy, ...(detail === undefined ? {} : { detail }) }, { cause: error });
  }
}

export function accessTo({ webservice: asked, settings }: Shop, signal: AbortSignal): Access {
  const webservice: Pick<Webservice, 'list' | 'write'> = {
    list: (query, until) => patiently(asked.list(query, until)),
    write: (query, until) => patiently(asked.write(query, until)),
  };
  const rows: Access['rows'] = (resource, filters) =>
    webservice.list({ resource, display: 'full', filters, everyLanguage: true }, signal);
  async function rowsById(resource: string, ids: readonly string[]): Promise<RawRecord[]> {
    const found: RawRecord[] = [];
    for (const chunk of filterChunks([...new Set(ids)].filter((id) => /^[1-9]\d*$/.test(id))))
      found.push(...(await webservice.list({ resource, display: 'full', ids: chunk, everyLanguage: true }, signal)));
    return found;
  }
  return {
    settings,
    rows,
    rowsById,
    row: async (resource, id) => (await rowsById(resource, [id]))[0]?.body ?? null,
    create: (resource, entity, parameters = {}) =>
      webservice.write({ method: 'POST', resource, xml: entityXml(entity), parameters }, signal),
    change: async (resource, id, { fields, ...rest }, parameters = {}) => {
      const xml = entityXml({ fields: { id, ...fields }, ...rest });
      await webservice.write({ method: 'PATCH', resource, id, xml, parameters }, signal);
    },
    remove: (resource, id) => patiently(asked.remove(resource, id, signal)),
    upload: (owner, picture) => patiently(asked.upload(owner, picture, signal)),
  };
}

/** A filter for one exact value; the webservice has no way of escaping, so what would mean something else finds nothing. */
export function exactly(value: string): string {
  return `[${value.replace(/[[\]|]/g, '')}]`;
}

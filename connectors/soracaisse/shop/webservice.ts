import type { BrickTools, JsonObject, JsonValue } from '#sdk';
import { brokenList, toShopError } from './errors.ts';
import type { ShopSettings } from './settings.ts';

export interface ShopQuery {
  display: string;
  /** Only ids above this one. */
  after?: number;
  ids?: readonly string[];
  /** Only what was changed after this wall-clock time of the shop. */
  since?: string | null;
  /** Only orders of these modules. */
  modules?: readonly string[];
  limit?: number;
}

/** The few questions that are asked of the shop. @see https://devdocs.prestashop-project.org/9/webservice/ */
export interface ShopWebservice {
  /** Rows by strictly ascending id. */
  list(resource: 'orders' | 'currencies', query: ShopQuery, signal?: AbortSignal): Promise<JsonObject[]>;
}

export function openShop(settings: ShopSettings, tools: Pick<BrickTools, 'http'>): ShopWebservice {
  const credentials = Buffer.from(`${settings.key}:`).toString('base64');
  const http = tools.http({
    baseUrl: settings.url,
    headers: { Authorization: `Basic ${credentials}` },
    secrets: [settings.key, credentials],
    concurrency: settings.concurrency,
    timeoutMs: settings.timeoutMs,
    toError: toShopError,
  });
  return {
    async list(resource, query, signal) {
      const { body } = await http.text({ path: pathOf(resource, query), ...(signal ? { signal } : {}) });
      return ascending(rowsOf(body, resource), resource, query.after ?? 0);
    },
  };
}

/** Lists as JSON are lossless, single resources are not. By ascending id: the default order is another. */
function pathOf(resource: string, { display, after, ids, since, modules, limit }: ShopQuery): string {
  const parts = [`display=${display}`, 'output_format=JSON', 'sort=[id_ASC]'];
  if (ids) parts.push(`filter[id]=[${ids.join('%7C')}]`);
  else if (after) parts.push(`filter[id]=%3E[${after}]`);
  if (since) parts.push('date=1', `filter[date_upd]=%3E[${encodeURIComponent(since)}]`);
  if (modules?.length) parts.push(`filter[module]=[${modules.map(encodeURIComponent).join('%7C')}]`);
  if (limit) parts.push(`limit=${limit}`);
  return `api/${resource}?${parts.join('&')}`;
}

function rowsOf(body: string, resource: string): JsonObject[] {
  const content = parsed(body, resource);
  if (Array.isArray(content) && content.length === 0) return [];
  const rows = isObject(content) ? content[resource] : undefined;
  if (Array.isArray(rows) && rows.every(isObject)) return rows;
  throw brokenList(resource, 'no list came');
}

function parsed(body: string, resource: string): JsonValue {
  try {
    // A module's file with a byte order mark makes PHP print it before everything else.
    return JSON.parse(body.replace(/^\uFEFF+/, '')) as JsonValue;
  } catch {
    throw brokenList(resource, 'it is no JSON, or was cut off');
  }
}

function ascending(rows: JsonObject[], resource: string, after: number): JsonObject[] {
  let last = after;
  for (const { id } of rows) {
    const now = Number(id);
    if (!Number.isInteger(now) || now <= last) throw brokenList(resource, `id ${String(now)} came after ${last}`);
    last = now;
  }
  return rows;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { isCoded } from '#sdk';
import type { JsonObject, RawRecord, ReadContext, Stream } from '#sdk';
import { part, text } from './record.ts';
import type { Rest } from './rest.ts';
import type { WooSettings } from './settings.ts';

/** One record, `site`: what WordPress and WooCommerce say of themselves that facets need. */
export function siteStream(rest: Rest, settings: WooSettings): Stream {
  const records = async (signal: AbortSignal): Promise<RawRecord[]> => [
    { id: 'site', body: await site(rest, settings, signal) },
  ];
  return {
    kind: 'site',
    way: 'compare',
    async *read({ signal }: ReadContext) {
      yield { records: await records(signal), checkpoint: null };
    },
    byIds: async (ids, { signal }) => (ids.includes('site') ? records(signal) : []),
  };
}

async function site(rest: Rest, settings: WooSettings, signal: AbortSignal): Promise<JsonObject> {
  const [index, environment] = [await rest.index(signal), await environmentOf(rest, signal)];
  const language = settings.language ?? text(environment, 'language')?.replace('_', '-') ?? null;
  return {
    id: 'site',
    name: text(index, 'name'),
    home: text(index, 'home'),
    timezone: text(index, 'timezone_string'),
    language,
    woocommerce: text(environment, 'version'),
    wordpress: text(environment, 'wp_version'),
  };
}

/** Only administrators may ask; without it the language is unknown, unless the brick's settings name it. */
async function environmentOf(rest: Rest, signal: AbortSignal): Promise<JsonObject> {
  try {
    return part(await rest.get('system_status', { _fields: 'environment' }, signal), 'environment');
  } catch (error) {
    if (isCoded(error) && (error.code === 'BRICK_RIGHT_MISSING' || error.code === 'BRICK_RESOURCE_ABSENT')) return {};
    throw error;
  }
}

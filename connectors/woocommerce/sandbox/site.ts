import type { JsonObject, JsonValue } from '#sdk';
import { chosen, notFound, type Call, type Handler } from './call.ts';
import { CONTINENTS } from './continents.ts';
import { WpError } from './wp-error.ts';

const HIDDEN = 'secret-of-the-bank';

/** The site's own index: it needs no key. */
export const siteIndex: Handler = ({ store, base }) => ({
  status: 200,
  body: {
    ...{ name: store.name, description: '', url: store.home.replace(/\/$/, ''), home: store.home.replace(/\/$/, '') },
    ...{ gmt_offset: 1, timezone_string: store.timezone, namespaces: ['wp/v2', 'wc/v3'] },
    _links: { help: [{ href: `${base}wp-json/` }] },
  },
});

/** Only what a connector asks of it. */
export const systemStatus: Handler = (call) => {
  const { store, query } = call;
  const environment = { home_url: store.home, version: '11.0.1', wp_version: '7.1', language: store.language };
  return {
    status: 200,
    body: chosen({ environment, settings: { currency: store.value('general/woocommerce_currency') } }, query),
  };
};

export const listSettings: Handler = ({ store, params: [group = ''] }) => {
  const found = [...store.settings].filter(([key]) => key.startsWith(`${group}/`)).map(([, setting]) => setting);
  if (found.length === 0) throw notFound('rest_setting_setting_group_invalid', 'Invalid setting group.');
  return { status: 200, body: found };
};

export const getSetting: Handler = (call) => ({ status: 200, body: setting(call) });

export const putSetting: Handler = (call) => {
  const row = setting(call);
  const { value } = call.body;
  if (value === undefined) throw new WpError('rest_setting_value_invalid', 'An invalid setting value was passed.', 400);
  row['value'] = value;
  return { status: 200, body: row };
};

function setting({ store, params: [group = '', id = ''] }: Call): JsonObject {
  const row = store.settings.get(`${group}/${id}`);
  if (!row) throw notFound('rest_setting_setting_invalid', 'Invalid setting.');
  return row;
}

export const listContinents: Handler = ({ base }) => ({
  status: 200,
  body: CONTINENTS.map(({ code, name, countries }): JsonValue => ({
    code,
    name,
    countries: countries.map(([country, called]) => ({ code: country, name: called, states: [] })),
    _links: { self: [{ href: `${base}wp-json/wc/v3/data/continents/${code}` }] },
  })),
});

/** With what banks keep secret: a connector must not take it along. */
export const listGateways: Handler = ({ base }) => ({
  status: 200,
  body: [
    ['bacs', 'Virement bancaire'],
    ['cheque', 'Chèque'],
    ['stripe', 'Carte bancaire'],
  ].map(([id = '', title = ''], order) => ({
    ...{ id, title, description: '', order, enabled: true, method_title: title, method_description: '' },
    settings: id === 'stripe' ? { secret_key: { id: 'secret_key', type: 'password', value: HIDDEN } } : {},
    _links: { self: [{ href: `${base}wp-json/wc/v3/payment_gateways/${id}` }] },
  })),
});

import { PermanentError, type IntakeItem, type JsonObject, type JsonValue, type RawRecord } from '#sdk';
import { flag, ref, text } from '../record.ts';
import { sameValue, sharesText } from './agreement.ts';
import { CARRIER_ACCESS, TRANSLATIONS } from './limits.ts';
import type { RecordKind, Step, Words } from './record-kind.ts';
import { inLanguages } from './translation.ts';

const REPLACED: Words = {
  en: 'PrestaShop keeps it only because it was replaced by another one.',
  fr: 'PrestaShop ne le garde que parce qu’un autre l’a remplacé.',
};

const inUse = ({ body }: IntakeItem): true | Words => (flag(body, 'deleted') ? REPLACED : true);

/** Text fields of a record that share a word with a row of the target. */
function isCalledAlike(body: JsonObject, row: RawRecord, { context }: Step): boolean {
  const name = body['name'];
  const texts = Array.isArray(name) ? inLanguages(name, context) : null;
  return texts ? sharesText(texts, row.body['name']) : sameValue(text(body, 'name') ?? '', row.body['name']);
}

const languages: RecordKind = {
  kind: 'languages',
  key: ['iso_code'],
  merges: true,
  takes: ['active', 'date_format_lite', 'date_format_full'],
  limits: [TRANSLATIONS],
  async seek({ body }, { access }) {
    const lower = (of: JsonObject, field: string): string => (text(of, field) ?? '').toLowerCase();
    const rows = await access.rows('languages', {});
    const locale = lower(body, 'locale');
    const same = rows.find((row) => locale !== '' && lower(row.body, 'locale') === locale);
    return (same ?? rows.find((row) => lower(row.body, 'iso_code') === lower(body, 'iso_code')))?.id ?? null;
  },
};

const currencies: RecordKind = {
  kind: 'currencies',
  filter: ['iso_code'],
  key: ['iso_code'],
  merges: true,
  without: ['unofficial', 'modified'],
  later: ['deleted'],
  takes: ['conversion_rate', 'active'],
};

const zones: RecordKind = { kind: 'zones', filter: ['name'], key: ['name'], merges: true, takes: ['active'] };

const countries: RecordKind = {
  kind: 'countries',
  refs: { id_zone: 'zones!', id_currency: 'currencies' },
  filter: ['iso_code'],
  key: ['iso_code'],
  merges: true,
  takes: ['active', 'id_zone', 'name', 'need_zip_code', 'zip_code_format', 'need_identification_number'],
};

const states: RecordKind = {
  kind: 'states',
  refs: { id_zone: 'zones!', id_country: 'countries!' },
  filter: ['id_country'],
  key: ['id_country', 'iso_code'],
  merges: true,
  takes: ['active', 'name', 'id_zone'],
};

/** A change of a tax or of a group of rules in use makes PrestaShop put another in its place: they are left as found. */
const taxes: RecordKind = {
  kind: 'taxes',
  filter: ['rate'],
  key: [],
  merges: true,
  wants: inUse,
  async seek({ body }, step) {
    const rows = (await step.access.rows('taxes', {})).filter((row) => !flag(row.body, 'deleted'));
    const same = rows.filter((row) => sameValue(text(body, 'rate') ?? '', row.body['rate']));
    return same.find((row) => isCalledAlike(body, row, step))?.id ?? null;
  },
};

const taxRuleGroups: RecordKind = {
  kind: 'tax_rule_groups',
  filter: ['name'],
  key: ['name', 'deleted'],
  merges: true,
  wants: inUse,
};

const taxRules: RecordKind = {
  kind: 'tax_rules',
  refs: {
    id_tax_rules_group: 'tax_rule_groups!',
    id_state: 'states',
    id_country: 'countries!',
    id_tax: 'taxes!',
  },
  filter: ['id_tax_rules_group'],
  key: ['id_tax_rules_group', 'id_country', 'id_state', 'zipcode_from', 'zipcode_to', 'id_tax', 'behavior'],
  merges: true,
};

/** Visitors, guests and customers: the three groups of every installation have the same ids. */
const BUILT_IN_GROUPS: ReadonlySet<string> = new Set(['1', '2', '3']);

const groups: RecordKind = {
  kind: 'groups',
  key: [],
  merges: true,
  takes: ['name', 'reduction', 'price_display_method', 'show_prices'],
  async seek({ id, body }, step) {
    const rows = await step.access.rows('groups', {});
    if (BUILT_IN_GROUPS.has(id)) return rows.find((row) => row.id === id)?.id ?? null;
    return rows.find((row) => !BUILT_IN_GROUPS.has(row.id) && isCalledAlike(body, row, step))?.id ?? null;
  },
};

const contacts: RecordKind = { kind: 'contacts', filter: ['email'], key: ['email', 'name'], merges: true };

/** States of every installation, by their mail, their module and what they mean; one of the retailer's own by name. */
const orderStates: RecordKind = {
  kind: 'order_states',
  key: [],
  merges: true,
  takes: ['name', 'color', 'logable', 'shipped', 'paid', 'delivery', 'invoice', 'hidden'],
  later: ['deleted'],
  async seek({ id, body }, step) {
    const rows = await step.access.rows('order_states', {});
    const called = rows.find((row) => isCalledAlike(body, row, step) && sameModule(body, row));
    if (called) return called.id;
    const built = rows.find((row) => row.id === id && flag(row.body, 'unremovable') && flag(body, 'unremovable'));
    return built && sameModule(body, built) && sameTemplate(body, built) ? built.id : null;
  },
};

function sameModule(body: JsonObject, row: RawRecord): boolean {
  return text(body, 'module_name') === text(row.body, 'module_name');
}

function sameTemplate(body: JsonObject, row: RawRecord): boolean {
  const [template] = templates(body['template']);
  return templates(row.body['template']).includes(template ?? '');
}

/** Which mail a state sends, in each language. */
function templates(value: JsonValue | undefined): string[] {
  if (!Array.isArray(value)) return [typeof value === 'string' ? value : ''];
  return value.map((entry) => {
    const isText = typeof entry === 'object' && entry !== null && !Array.isArray(entry);
    return isText ? (text(entry, 'value') ?? '') : '';
  });
}

const shops: RecordKind = {
  kind: 'shops',
  key: ['name'],
  merges: true,
  async seek({ body }, { access }) {
    const rows = await access.rows('shops', {});
    const same = rows.find((row) => text(row.body, 'name') === text(body, 'name')) ?? rows[0];
    if (same) return same.id;
    throw new PermanentError({
      code: 'INTAKE_SHOP_MISSING',
      message: 'The target lists no shop.',
      remedy: 'Tick GET for "shops" for the webservice key, and resume.',
    });
  },
};

const RATES = {
  kind: '',
  filter: ['id_carrier'],
  key: ['id_carrier', 'delimiter1', 'delimiter2'],
  refs: { id_carrier: 'carriers!' },
  merges: true,
} as const;

/** An edit of a carrier leaves the old row behind and gives the new one the same reference; in a new shop it is an id. */
const carriers: RecordKind = {
  kind: 'carriers',
  refs: { id_tax_rules_group: 'tax_rule_groups' },
  filter: ['name'],
  key: ['name', 'deleted', 'shipping_method', 'is_free'],
  merges: true,
  // The reference is that of the row's first edition; a group of tax rules needs a carrier that is there.
  later: ['id_tax_rules_group', 'id_reference', 'deleted'],
  takes: ['active', 'delay', 'url', 'range_behavior', 'shipping_handling', 'max_weight', 'grade'],
  limits: [CARRIER_ACCESS],
  lane: ({ id, body }) => ref(body, 'id_reference') ?? id,
  amend(fields, { id, body }, { context }) {
    const { id_reference: _, ...rest } = fields;
    const reference = context.placed('carrier_references', ref(body, 'id_reference') ?? id);
    return reference === null ? rest : { ...rest, id_reference: reference };
  },
  async also({ id, body }, targetId, { access, context }) {
    const reference = ref(body, 'id_reference') ?? id;
    const known = context.placed('carrier_references', reference);
    if (known !== null) return [];
    const row = await access.row('carriers', targetId);
    return [{ kind: 'carrier_references', id: reference, targetId: (row && ref(row, 'id_reference')) ?? targetId }];
  },
};

const deliveries: RecordKind = {
  kind: 'deliveries',
  refs: {
    id_carrier: 'carriers!',
    id_range_price: 'price_ranges',
    id_range_weight: 'weight_ranges',
    id_zone: 'zones!',
  },
  filter: ['id_carrier'],
  key: ['id_carrier', 'id_range_price', 'id_range_weight', 'id_zone'],
  merges: true,
  takes: ['price'],
};

/** What an installation brings, before anything that is sold: in the order in which they need one another. */
export const SETUP: readonly RecordKind[] = [
  languages,
  currencies,
  zones,
  countries,
  states,
  taxes,
  taxRuleGroups,
  taxRules,
  groups,
  contacts,
  orderStates,
  shops,
];

export const DELIVERY: readonly RecordKind[] = [
  carriers,
  { ...RATES, kind: 'price_ranges' },
  { ...RATES, kind: 'weight_ranges' },
  deliveries,
];

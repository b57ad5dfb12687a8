import { PermanentError, type IntakeContext, type IntakeItem, type JsonObject, type JsonValue } from '#sdk';
import type { Entity, FieldValue } from '../commands/entity-xml.ts';
import { associated, idOf, ref } from '../record.ts';
import type { RecordKind } from './record-kind.ts';

/** Fields that no shop takes from another one: ids, dates that the shop sets, and to which of its shops it belongs. */
const NEVER: ReadonlySet<string> = new Set(['id', 'associations', 'date_upd', 'id_shop_group', 'id_shop_default']);

/** "Never" of a field that must be given all the same: from and to of a price. */
const EMPTY_DATES_SENT: ReadonlySet<string> = new Set(['from', 'to']);

/** The record in the target's ids and languages. Throws where something that it cannot be without is not there. */
export function translated(kind: RecordKind, item: IntakeItem, context: IntakeContext): Entity {
  const fields: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(item.body)) {
    if (!isSent(kind, name)) continue;
    const own = fieldValue(kind, name, value, { item, context });
    if (own !== null) fields[name] = own;
  }
  return { fields, associations: lists(kind, item.body, context) };
}

function isSent({ refs = {}, without = [], only }: RecordKind, name: string): boolean {
  if (only && !only.includes(name)) return false;
  if (name === 'id_shop' && !('id_shop' in refs)) return false;
  return !NEVER.has(name) && !without.includes(name);
}

interface Surroundings {
  item: IntakeItem;
  context: IntakeContext;
}

function fieldValue(
  { refs = {} }: RecordKind,
  name: string,
  value: JsonValue,
  { item, context }: Surroundings,
): FieldValue | null {
  const kind = refs[name];
  if (kind !== undefined) return reference(kind, name, { item, context });
  if (Array.isArray(value)) return inLanguages(value, context);
  if (value === null || typeof value === 'object') return null;
  if (typeof value === 'string' && value.startsWith('0000-00-00') && !EMPTY_DATES_SENT.has(name)) return null;
  return value === false ? '' : value;
}

function reference(wanted: string, name: string, { item, context }: Surroundings): string {
  const [kind = '', needed] = wanted.endsWith('!') ? [wanted.slice(0, -1), true] : [wanted, false];
  const id = ref(item.body, name);
  const placed = id === null ? null : context.placed(kind, id);
  if (placed !== null) return placed;
  if (needed && id !== null) throw notPlaced(kind, id);
  if (needed) throw notPlaced(kind, 'none');
  return '0';
}

/** What a record cannot be without is not in the target: it was left out, or refused. */
export function notPlaced(kind: string, id: string): PermanentError {
  return new PermanentError({
    code: 'INTAKE_REFERENCE_MISSING',
    message: `It belongs to a record of "${kind}" that is not in the target shop.`,
    remedy: 'See in the report why that record was left out; bring it, and resume.',
    detail: `${kind} ${id}`,
  });
}

/** A text per language of the target; languages that it does not have are left out. */
export function inLanguages(value: readonly JsonValue[], context: IntakeContext): ReadonlyMap<string, string> | null {
  const texts = new Map<string, string>();
  for (const entry of value) {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) continue;
    const language = context.placed('languages', idOf(entry));
    const text = entry['value'];
    if (language !== null)
      texts.set(language, typeof text === 'string' || typeof text === 'number' ? String(text) : '');
  }
  return texts.size === 0 ? null : texts;
}

function lists(
  { associations = {} }: RecordKind,
  body: JsonObject,
  context: IntakeContext,
): NonNullable<Entity['associations']> {
  const written = Object.entries(associations).map(([name, { item, fields }]) => {
    const rows = associated(body, name).flatMap((row) => {
      const sent: Record<string, string> = {};
      for (const [field, kind] of Object.entries(fields)) {
        const id = idOf(row, field);
        const placed = kind === null ? id : id === '0' || id === '' ? '0' : context.placed(kind, id);
        if (placed === null) return [];
        sent[field] = placed;
      }
      return [sent];
    });
    return [name, { item, rows }] as const;
  });
  return Object.fromEntries(written.filter(([, { rows }]) => rows.length > 0));
}

import type { WebserviceError } from '../reply.ts';
import type { WebserviceRecord } from '../state.ts';
import type { RecordTable } from '../store.ts';
import { isLocalized, shownAssociation, showsField, textIn, valueOf, type Shape } from './shape.ts';

/** As PHP writes JSON: slashes escaped, letters not, line separators escaped. */
export function phpJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('/', '\\/').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

export function errorsJson(errors: readonly WebserviceError[]): string {
  return phpJson({ errors });
}

/** A list; `[]`, not an empty list under its name, when there is nothing. */
export function listJson(records: readonly WebserviceRecord[], shape: Shape, table?: RecordTable): string {
  if (records.length === 0) return '[]';
  const serialise = (record: WebserviceRecord): string => phpJson(toPlain(record, shape));
  const remember = table && shape.display === 'full' && shape.languages.all;
  const texts = records.map((record) => (remember ? table.text(record, serialise) : serialise(record)));
  return `{"${shape.resource.name}":[${texts.join(',')}]}`;
}

/** One record, without every field that PHP calls empty: `""`, `"0"`, 0, null and false are not there. */
export function oneJson(record: WebserviceRecord, shape: Shape): string {
  const kept = Object.entries(toPlain(record, shape)).filter(([, value]) => !isEmptyInPhp(value));
  return phpJson({ [shape.resource.node]: Object.fromEntries(kept) });
}

const isEmptyInPhp = (value: unknown): boolean =>
  value === '' || value === '0' || value === 0 || value === null || value === false || value === undefined;

function toPlain(record: WebserviceRecord, shape: Shape): Record<string, unknown> {
  const { resource, display, languages } = shape;
  const plain: Record<string, unknown> = {};
  if (showsField(display, 'id')) plain['id'] = shape.textIds ? String(record.id) : record.id;
  if (display === 'ids') return plain;
  for (const field of resource.fields) {
    if (showsField(display, field.name)) plain[field.name] = localized(valueOf(record, field, languages), shape);
  }
  addUnknown(plain, record, shape);
  const associations = plainAssociations(record, shape);
  if (Object.keys(associations).length > 0) plain['associations'] = associations;
  return plain;
}

/** Fields that the table does not know are shown too: another version's shop has others. */
function addUnknown(plain: Record<string, unknown>, record: WebserviceRecord, { resource, display }: Shape): void {
  if (display !== 'full') return;
  for (const [name, value] of Object.entries(record)) {
    if (name !== 'id' && name !== 'associations' && !resource.byName.has(name)) plain[name] = value;
  }
}

function localized(value: unknown, { languages }: Shape): unknown {
  if (!isLocalized(value)) return value;
  const [only] = languages.ids;
  if (languages.ids.length === 1 && only !== undefined) return textIn(value, only);
  return languages.ids.map((id, index) => ({ id: languages.printed[index], value: textIn(value, id) }));
}

function plainAssociations(record: WebserviceRecord, { resource, display }: Shape): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const association of resource.associations) {
    const items = record.associations?.[association.name];
    const asked = shownAssociation(display, association);
    if (!items || items.length === 0 || !asked) continue;
    shown[association.name] =
      asked === association
        ? items
        : items.map((item) => Object.fromEntries(asked.fields.map(({ name }) => [name, item[name]])));
  }
  return shown;
}

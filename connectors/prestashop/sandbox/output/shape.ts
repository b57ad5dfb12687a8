import type { ShownLanguages } from '../languages.ts';
import { initialValue, type Association, type Field, type Resource } from '../resources/index.ts';
import type { LocalizedValue, WebserviceRecord } from '../state.ts';

/** What `display` asked for: everything, ids only, or some fields with some associations. */
export type Display =
  'full' | 'ids' | { fields: ReadonlySet<string>; associations: ReadonlyMap<string, ReadonlySet<string> | 'all'> };

/** How one answer shows records. */
export interface Shape {
  resource: Resource;
  display: Display;
  languages: ShownLanguages;
  /** Address of `/api/`, for links. */
  base: string;
  /** A record that was just inserted shows its id as text. */
  textIds?: boolean;
}

export function showsField(display: Display, name: string): boolean {
  if (display === 'full') return true;
  return display === 'ids' ? name === 'id' : display.fields.has(name);
}

/** The fields of an association item to show, or `undefined` when it is not shown at all. */
export function shownAssociation(display: Display, association: Association): Association | undefined {
  if (display === 'full') return association;
  if (display === 'ids') return undefined;
  const asked = display.associations.get(association.name);
  if (asked === undefined || asked === 'all') return asked && association;
  return { ...association, fields: association.fields.filter((field) => asked.has(field.name)) };
}

/** A field's value, or what the database would hold where the state leaves it out. */
export function valueOf(record: WebserviceRecord, field: Field, languages: ShownLanguages): unknown {
  const value = record[field.name];
  if (value !== undefined) return value;
  if (field.kind === 'lang') return languages.ids.map((id) => ({ id, value: '' }));
  return initialValue(field);
}

export function isLocalized(value: unknown): value is LocalizedValue[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null && 'value' in item);
}

export function textIn(value: readonly LocalizedValue[], id: number): string {
  return value.find((item) => Number(item.id) === id)?.value ?? '';
}

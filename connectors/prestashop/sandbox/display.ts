import type { Display } from './output/index.ts';
import { badListQuery } from './reply.ts';
import type { Resource } from './resources/index.ts';

/** Reads `display=full`, `[id,date_upd]` and `[id,categories[id]]`; a list shows ids only unless told otherwise. */
export function parseDisplay(text: string | undefined, resource: Resource, unasked: Display): Display {
  if (text === undefined) return unasked;
  if (text === 'full') return 'full';
  const inside = /^\[(.*)\]$/s.exec(text)?.[1];
  const parts = (inside ?? text).match(/[^,[\]]+(?:\[[^\]]*\])?/g) ?? [];
  const fields = new Set<string>();
  const associations = new Map<string, ReadonlySet<string> | 'all'>();
  for (const part of parts) {
    const [, name = '', nested] = /^([^[]+)(?:\[([^\]]*)\])?$/.exec(part) ?? [];
    const isAssociation = resource.associations.some((association) => association.name === name);
    if (isAssociation && (nested !== undefined || !resource.byName.has(name))) {
      associations.set(name, nested === undefined || nested === 'full' ? 'all' : new Set(nested.split(',')));
    } else if (name === 'id' || resource.byName.has(name)) {
      fields.add(name);
    } else {
      const available = ['id', ...resource.byName.keys()].join(', ');
      throw badListQuery(35, `Unable to display this field "${name}". However, these are available: ${available}`);
    }
  }
  return { fields, associations };
}

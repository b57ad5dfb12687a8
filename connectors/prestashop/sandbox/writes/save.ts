import { storedLanguages } from '../languages.ts';
import { WebserviceFailure } from '../reply.ts';
import { initialValue, type Field, type Resource } from '../resources/index.ts';
import type { WebserviceRecord } from '../state.ts';
import type { Webservice } from '../webservice.ts';
import { setAssociations } from './associations.ts';
import { BEHAVIOURS } from './behaviours.ts';
import { parseBody, type SentEntity } from './body.ts';
import { insertRow, type Change } from './change.ts';
import { makeDraft } from './draft.ts';
import { storedValue } from './stored-value.ts';

/** Saves every entity of a body; returns each as the vendor answers with it: from memory, not from the database. */
export function saveAll(
  method: Change['method'],
  resource: Resource,
  body: Uint8Array,
  shop: Webservice,
  params: ReadonlyMap<string, string>,
): WebserviceRecord[] {
  const entities = parseBody(body);
  checkIds(method, entities);
  return entities.map((sent) => {
    const change = toChange(method, resource, sent, shop, params);
    BEHAVIOURS[resource.name]?.prepare?.(change);
    const record = store(change);
    setAssociations(record, change);
    BEHAVIOURS[resource.name]?.saved?.(record, change);
    return { ...change.draft, id: record.id, ...(record.associations && { associations: record.associations }) };
  });
}

const idOf = (sent: SentEntity): string => {
  const id = sent.fields.get('id');
  return typeof id === 'string' ? id.trim() : '';
};

function checkIds(method: Change['method'], entities: readonly SentEntity[]): void {
  const ids = entities.map(idOf).filter((id) => id !== '');
  if (method === 'POST') {
    if (ids.length > 0) throw new WebserviceFailure(400, [91, 'id is forbidden when adding a new resource']);
    return;
  }
  if (new Set(ids).size !== ids.length) throw new WebserviceFailure(400, [89, 'id is duplicate in request']);
  if (ids.length !== entities.length) {
    throw new WebserviceFailure(400, [90, 'id is required when modifying a resource']);
  }
}

/** The id is that of the body; the one in the URL is not even looked at. */
function toChange(
  method: Change['method'],
  resource: Resource,
  sent: SentEntity,
  shop: Webservice,
  params: ReadonlyMap<string, string>,
): Change {
  const table = shop.store.table(resource.name);
  const before = method === 'POST' ? undefined : table.get(Number.parseInt(idOf(sent), 10) || 0);
  if (method !== 'POST' && !before) throw new WebserviceFailure(404, [92, 'Invalid ID']);
  const languages = storedLanguages(shop.store.state);
  const draft = makeDraft(method, resource, sent, before);
  const change = {
    method,
    resource,
    table,
    sent,
    draft,
    before,
    previous: before && { ...before },
    languages,
    params,
    shop,
  };
  setDates(change);
  return change;
}

/** `date_upd` is always now; `date_add` is now for new rows, whatever was sent, and where it was emptied. */
function setDates({ method, resource, draft, shop }: Change): void {
  const now = shop.clock.dateTime();
  if (resource.byName.has('date_upd')) draft['date_upd'] = now;
  if (resource.byName.has('date_add') && (method === 'POST' || !draft['date_add'])) draft['date_add'] = now;
}

/** Computed fields are no columns of the table: they show what a behaviour put there, or what their setter took. */
function column(field: Field, value: unknown, languages: readonly number[]): unknown {
  if (field.computed && field.kind !== 'int') return value ?? initialValue(field);
  return storedValue(field, value, languages);
}

function store(change: Change): WebserviceRecord {
  const { method, resource, table, draft, before, languages, shop } = change;
  const create = BEHAVIOURS[resource.name]?.create;
  if (method === 'POST' && create) return create(change);
  const columns = Object.fromEntries(
    resource.fields
      .filter((field) => method !== 'PATCH' || draft[field.name] !== before?.[field.name])
      .map((field) => [field.name, column(field, draft[field.name], languages)]),
  );
  if (!before) return insertRow(shop, method, resource.name, columns);
  Object.assign(before, columns);
  table.changed(before.id);
  shop.note({ method, resource: resource.name, id: before.id, effect: 'update' });
  return before;
}

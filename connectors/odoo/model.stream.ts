import { isCoded } from '#sdk';
import type { BrickTools, Page, RawRecord, ReadContext, Stream } from '#sdk';
import type { Model } from './models.ts';
import { MODELS } from './models.ts';
import { toRecord } from './query.ts';
import type { Domain, Questions, Row } from './query.ts';
import { readCompare } from './reading/compare.ts';
import { readCursor } from './reading/cursor.ts';
import type { Reading } from './reading/cursor.ts';
import type { Source } from './reading/changes.ts';
import { withCodes } from './reading/product-code.ts';
import { ref } from './record.ts';
import type { OdooSettings } from './settings.ts';

const HOUR = 3_600_000;
const IDS_PER_PAGE = 5_000;
const IDS_PER_QUESTION = 500;
const READERS = { cursor: readCursor, compare: readCompare };

export const kindOf = ({ kind, model }: Model): string => kind ?? model;

/** The stream of one model. All of them differ only by their row in the table of models. */
export function modelStream(model: Model, ask: Questions, settings: OdooSettings, tools: BrickTools): Stream {
  const { parent } = model;
  const isAbsent = absence(model, tools);
  return {
    kind: kindOf(model),
    way: model.way,
    read: (context) => whereItExists(isAbsent, read(model, ask, settings, context)),
    ...(model.way === 'cursor'
      ? { ids: (context) => whereItExists(isAbsent, ids(model, ask, settings, context)) }
      : {}),
    ...(model.rareDeletions ? { idsEvery: settings.compareHours * HOUR } : {}),
    byIds: (wanted, context) => byIds(model, ask, settings, wanted, context),
    ...(parent ? { parent: (body) => ref(body, parent) } : {}),
    ...(model.watched ? { watched: model.watched } : {}),
    ...(model.texts ? { texts: model.texts } : {}),
    ...(model.personal ? { personal: model.personal } : {}),
    ...(model.appendOnly ? { appendOnly: true } : {}),
    ...(model.follows && MODELS.some((one) => kindOf(one) === model.follows?.model)
      ? { after: [model.follows.model] }
      : {}),
  };
}

/** What a server has of a model. */
interface Shape {
  fields: string[];
  types: ReadonlyMap<string, string>;
  domain: Domain;
}

async function shapeOf(model: Model, ask: Questions, settings: OdooSettings, signal: AbortSignal): Promise<Shape> {
  const types = await ask.fields(model.model, [...model.fields, 'write_date'], signal);
  const { companyId } = settings;
  const isOfOne = companyId && !model.anyCompany && types.has('company_id');
  const ofCompany: Domain = isOfOne ? [['company_id', 'in', [false, companyId]]] : [];
  return { fields: [...types.keys()], types, domain: [...(model.domain ?? []), ...ofCompany] };
}

async function* read(model: Model, ask: Questions, settings: OdooSettings, context: ReadContext): AsyncGenerator<Page> {
  const { signal } = context;
  const shape = await shapeOf(model, ask, settings, signal);
  const source = (name: string, fields: readonly string[], base: Domain, namesArchived = false): Source => ({
    limit: settings.pageSize,
    overlapSeconds: settings.overlapSeconds,
    ask: (terms, order, limit) =>
      ask.rows({ model: name, domain: [...base, ...terms], fields, order, limit, signal, namesArchived }),
  });
  const { follows } = model;
  const reading: Reading = {
    own: source(model.model, shape.fields, shape.domain, model.namesArchived),
    followed: follows
      ? { source: source(follows.model, ['write_date'], follows.domain ?? []), field: follows.field }
      : null,
    compareMs: settings.compareHours * HOUR,
    toRecords: asRecords({ model, shape, ask, limit: settings.pageSize, context }),
  };
  yield* READERS[model.way](reading, context);
}

interface Recording {
  model: Model;
  shape: Shape;
  ask: Questions;
  limit: number;
  context: ReadContext;
}

function asRecords({ model, shape, ask, limit, context }: Recording): (rows: readonly Row[]) => Promise<RawRecord[]> {
  const { signal, mirror } = context;
  const said = model.appendOnly ? { kind: kindOf(model), mirror } : null;
  return async (rows) => {
    const { ofProduct: fields } = model;
    const whole = fields ? await withCodes(rows, { ask, fields, limit, signal, said }) : rows;
    return whole.map((row) => toRecord(row, shape.types, model.appendOnly?.keepNames ?? null));
  };
}

async function* ids(
  model: Model,
  ask: Questions,
  settings: OdooSettings,
  { signal }: ReadContext,
): AsyncGenerator<string[]> {
  const { domain } = await shapeOf(model, ask, settings, signal);
  let after = 0;
  for (;;) {
    const terms: Domain = [...domain, ['id', '>', after]];
    const found = await ask.ids({ model: model.model, domain: terms, order: 'id asc', limit: IDS_PER_PAGE, signal });
    if (found.length === 0) return;
    after = found.at(-1) ?? after;
    yield found.map(String);
  }
}

async function byIds(
  model: Model,
  ask: Questions,
  settings: OdooSettings,
  wanted: readonly string[],
  context: ReadContext,
): Promise<RawRecord[]> {
  const { signal } = context;
  const shape = await shapeOf(model, ask, settings, signal);
  const sorted = [...new Set(wanted)].map(Number).sort((one, other) => one - other);
  const toRecords = asRecords({ model, shape, ask, limit: IDS_PER_QUESTION, context });
  const found: RawRecord[] = [];
  for (let from = 0; from < sorted.length; from += IDS_PER_QUESTION) {
    const some = sorted.slice(from, from + IDS_PER_QUESTION);
    const domain: Domain = [...shape.domain, ['id', 'in', some]];
    const { fields } = shape;
    const query = { model: model.model, domain, fields, order: 'id asc', limit: some.length, signal };
    const rows = await ask.rows({ ...query, namesArchived: model.namesArchived ?? false });
    found.push(...(await toRecords(rows)));
  }
  return found;
}

/** A model of an app that is not installed has no records: said once, no failure. */
function absence(model: Model, tools: BrickTools): (error: unknown) => boolean {
  let said = false;
  return (error) => {
    if (!isCoded(error) || error.code !== 'BRICK_MODEL_ABSENT') return false;
    const fields = { kind: kindOf(model), code: error.code };
    if (!said) tools.log.warn(fields, `${error.message} The app "${model.app}" brings it. It is taken as empty.`);
    said = true;
    return true;
  };
}

async function* whereItExists<Item extends Page | string[]>(
  isAbsent: (error: unknown) => boolean,
  items: AsyncIterable<Item>,
): AsyncGenerator<Item> {
  try {
    yield* items;
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}

import type { JsonObject, JsonValue, RawRecord, Stream } from '#sdk';
import { isObject, text } from './body.ts';
import type { ArrivedFile, Inbox } from './inbox.ts';

const PAGE = 200;

/** Under which a Z report has the same id. */
export function sessionId(body: JsonObject): string | null {
  const [till, session] = [text(body, 'till'), text(body, 'session')];
  return till && session && `${till}/${session}`;
}

/**
 * Which tickets the files name for each session, with their totals: what a Z report is held against. Kept beside the
 * tickets because a Z report and its tickets come in different files, in any order.
 */
export function sessionsStream(inbox: Inbox): Stream {
  return {
    kind: 'sessions',
    way: 'tail',
    after: ['tickets'],
    parent: sessionId,
    async *read(context) {
      const found = sessionsOf(await inbox.arrived(context));
      const ids = [...found.keys()];
      for (let i = 0; i < ids.length; i += PAGE) {
        const some = ids.slice(i, i + PAGE);
        const known = new Map((await context.mirror.byIds('sessions', some)).map(({ id, body }) => [id, body]));
        const records = some.map((id) => merged(id, known.get(id), found.get(id)));
        yield { records, checkpoint: null };
      }
    },
  };
}

function sessionsOf(files: readonly ArrivedFile[]): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const { parsed } of files) {
    if (parsed.outcome !== 'applied' || parsed.kind !== 'tickets') continue;
    for (const { body } of parsed.records) {
      const [id, number] = [sessionId(body), text(body, 'number')];
      if (id === null || number === null) continue;
      const one = { [number]: body['total'] ?? null };
      const before = found.get(id);
      found.set(id, {
        till: body['till'] ?? null,
        session: body['session'] ?? null,
        currency: body['currency'] ?? null,
        tickets: { ...one, ...ticketsOf(before) },
      });
    }
  }
  return found;
}

/** What was said first stands. */
function merged(id: string, known: JsonObject | undefined, found: JsonObject | undefined): RawRecord {
  return { id, body: { ...found, ...known, tickets: { ...ticketsOf(found), ...ticketsOf(known) } } };
}

export function ticketsOf(session: JsonObject | undefined): Record<string, JsonValue> {
  const tickets = session?.['tickets'];
  return isObject(tickets) ? tickets : {};
}

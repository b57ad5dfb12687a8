import { SqliteHandle } from '../../src/mirror/sqlite-handle.ts';
import { aMirror, aPage, LATER, projectAll } from './a-mirror.ts';
import { dialects } from './dialects.ts';
import { aMessage, aReservation, deliver, enqueue, kill, lease, minute } from './messages-samples.ts';

const [sqlite] = dialects.filter(({ name }) => name === 'sqlite');
const original = { all: SqliteHandle.prototype.all, run: SqliteHandle.prototype.run };

/** Statements about messages, and how SQLite finds what they are about. */
const plans = new Map<string, string[]>();

function explain(connection: SqliteHandle, text: string, params: Parameters<SqliteHandle['all']>[1]): void {
  const aboutMessages = /^(?!\s*(insert|create|drop|delete from due)).*\b(messages|overlays|reservations)\b/s.test(
    text,
  );
  const looksUp = /^\s*(select|insert|update|delete)\b.* in \(\s*select /is.test(text);
  if (!aboutMessages && !looksUp) return;
  const steps = connection.statement(`explain query plan ${text}`).all(...params);
  plans.set(
    text.replace(/\s+/g, ' '),
    steps.map(({ detail }) => String(detail)),
  );
}

/** Looks at all messages or facets, or at all of a brick. */
function isWalk(step: string): boolean {
  const tables = 'messages|overlays|reservations|message_steps|records|revisions|bindings|due|facet_\\w+|[bfhlmorv]';
  // Those that relays have in their hands are few.
  return (
    new RegExp(`^SCAN (${tables})( USING (?!INDEX messages_leased)|$)`).test(step) ||
    /\(brick=\?( AND type=\?)?\)$/.test(step)
  );
}

describe('statements about messages', () => {
  beforeAll(() => {
    SqliteHandle.prototype.all = function all(this: SqliteHandle, text, params) {
      explain(this, text, params);
      return original.all.call(this, text, params);
    };
    SqliteHandle.prototype.run = function run(this: SqliteHandle, text, params) {
      explain(this, text, params);
      return original.run.call(this, text, params);
    };
  });
  afterAll(() => {
    Object.assign(SqliteHandle.prototype, original);
  });

  it('never look at all of them, however many wait', async () => {
    if (!sqlite) throw new Error('SQLite is always there');
    const mirror = await aMirror(sqlite);
    await mirror.writer.commitPage(aPage('things', { '1': { name: 'a' }, m: { name: 'b' } }, { at: LATER }));
    await projectAll(mirror);
    const { rows } = await mirror.reader.facets.page({ type: 'Thing', brick: 'one', first: 2 });
    const [hubId = '', other = ''] = rows.map(({ row }) => row.id);
    const overlays = [{ type: 'Thing', hubId, patch: { name: 'c' }, creates: false }];
    const create = [{ type: 'Thing', hubId: 'thing_given', patch: { parts: [], groups: [] }, creates: true }];
    const [a, b, c] = [
      aMessage({ lane: 'x', overlays, replaces: 'name' }),
      aMessage({ lane: 'x', overlays, replaces: 'name' }),
      aMessage({ lane: 'y', overlays: create, creates: true }),
    ];
    await enqueue(mirror, [a], { key: { value: 'k', inputHash: 'h' }, reservations: [aReservation()] });
    await enqueue(mirror, [b, c, aMessage({ lane: 'x', overlays })]);
    const [, created] = await lease(mirror, 1);
    await mirror.writer.extend({ relay: 'r1', ids: [b.id], until: minute(3) });
    await mirror.writer.keepStep({ relay: 'r1', id: b.id, name: 's', result: 1 });
    await kill(mirror, b.id, { at: 1 });
    await mirror.writer.redrive({ id: b.id, by: 'ada', at: minute(1) });
    await deliver(mirror, created?.id ?? '', { at: 1 }, [{ type: 'Thing', hubId: 'thing_given', externalId: '17' }]);
    await mirror.writer.confirm({ ids: [c.id], at: minute(2) });
    await mirror.writer.confirm({ brick: 'one', before: minute(3), at: minute(3) });
    await mirror.writer.discard({ id: b.id, by: 'ada', reason: 'no', at: minute(9) });
    await mirror.writer.bind({ type: 'Thing', brick: 'one', externalId: '1', hubId: other, by: 'ada', at: LATER });
    await projectAll(mirror);
    const { reader } = mirror;
    for (const filter of [{ ids: [a.id] }, { lane: 'x' }, { state: 'dead' }, { origin: 'command' }] as const)
      await reader.messages({ first: 2, ...filter });
    await reader.pendingMessages('Thing', 'one', [hubId]);
    await reader.reserved(['variant_x']);
    await mirror.remove();

    expect(plans.size).toBeGreaterThan(30);
    // A question whether there is any at all ends with the first one.
    const walks = [...plans].filter(([text, steps]) => !text.endsWith('limit 1') && steps.some(isWalk));
    expect(walks).toEqual([]);
  });
});

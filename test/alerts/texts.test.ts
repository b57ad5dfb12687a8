import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { CAUSES, type Cause } from '../../src/alerts/findings.ts';
import { mailOf, textOf } from '../../src/alerts/texts.ts';
import type { Notice } from '../../src/alerts/state.ts';
import { START } from './an-office.ts';

const FACTS: Record<Cause, Notice['finding']['facts']> = {
  'brick-down': { brick: 'shop', at: START, code: 'BRICK_UNREACHABLE' },
  hold: { brick: 'shop', kind: 'products', changes: 80, rules: 'deletions', at: START },
  'dead-letter': { brick: 'till', count: 2, at: START },
  quiet: { name: 'shop.orders', brick: 'shop', stream: 'orders', hours: 6, at: START },
  drift: { count: 30 },
  'flow-drift': { flow: 'items-to-till', from: 'shop', to: 'till', count: 30 },
  disk: { folder: '/srv/mortar', freeMb: 10, leastMb: 5000 },
  backup: { days: 8, at: '–', count: 0 },
  journal: { target: 'nas', at: START, minutes: 15, code: 'BACKUP_TARGET_FULL' },
  people: { token: 'till-3', span: 'hour', count: 500, state: 'stopped' },
  drill: { brick: 'shop', days: 40, at: START, code: 'LATE' },
};

const noticeOf = (cause: Cause, kind: Notice['kind']): Notice => ({
  ...{ id: 'n', channel: 'mail', kind, since: START, at: START, attempts: 0, nextAt: START },
  finding: { key: cause, cause, facts: FACTS[cause] },
});

describe.each(CAUSES)('%s', (cause) => {
  it.each(['fr', 'en'] as const)('is said whole in %s, with what to do next', (locale) => {
    for (const kind of ['opened', 'reminder', 'over'] as const) {
      const { title, sentence, next } = textOf(noticeOf(cause, kind), locale);
      expect(`${title} ${sentence} ${next.join(' ')}`).not.toMatch(/undefined|NaN|Invalid Date|2026-11-23T/);
      expect(next.length > 0).toBe(kind !== 'over');
    }
  });

  it('differs between the languages', () => {
    const notice = noticeOf(cause, 'opened');
    expect(mailOf([notice], 'fr', 'M').subject).not.toBe(mailOf([notice], 'en', 'M').subject);
    expect(textOf(notice, 'fr').next).toHaveLength(textOf(notice, 'en').next.length);
  });

  it('names only queries that the schema answers', () => {
    const words = (['fr', 'en'] as const).flatMap((locale) => textOf(noticeOf(cause, 'opened'), locale).next);
    for (const word of words) {
      const [query] = /query \{.*\}/.exec(word) ?? [];
      if (query === undefined) continue;
      const schema = schemas().find((one) => validate(one, parse(query)).length === 0);
      expect({ query, answered: schema !== undefined }).toEqual({ query, answered: true });
    }
  });
});

/** The supergraph is one schema to clients; its directives are for the router. */
function schemas() {
  const text = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
  return [buildSchema(text, { assumeValidSDL: true })];
}

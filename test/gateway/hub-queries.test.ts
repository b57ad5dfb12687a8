import type { HoldRow, RunRow } from '../../src/mirror/contract.ts';
import { startGateway, type TestGateway } from './a-gateway.ts';

const RUN: RunRow = {
  id: 'r3',
  brick: 'shop-fr',
  state: 'partial',
  full: true,
  trigger: 'schedule',
  startedAt: '2026-11-01T00:00:00.000Z',
  endedAt: '2026-11-01T00:01:00.000Z',
  read: 10,
  revisions: 2,
  tombstones: 1,
  held: 3,
  waitingMs: 900,
  ms: 1000,
  failures: [{ kind: 'orders', code: 'BRICK_UNREACHABLE', message: 'No answer.', remedy: 'Wait.' }],
};
const HOLD: HoldRow = {
  id: 'h1',
  brick: 'shop-fr',
  kind: 'products',
  run: 'r3',
  openedAt: '2026-11-01T00:00:30.000Z',
  state: 'open',
  direction: 'incoming',
  creates: 0,
  updates: 0,
  deletes: 40,
  reasons: [{ rule: 'deletions', count: 40, threshold: 10, message: '40 of 100 products disappeared.' }],
  sample: ['12', '13'],
  decisions: [],
};

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
  gateway.mirror.runs.push(
    RUN,
    { ...RUN, id: 'r2', brick: 'shop-uk', state: 'running', endedAt: null, failures: [] },
    { ...RUN, id: 'r1', state: 'done' },
  );
  gateway.mirror.holds.push(HOLD, { ...HOLD, id: 'h0', state: 'superseded' });
});
afterAll(() => gateway.stop());

const table: [name: string, query: string, data: unknown][] = [
  [
    'bricks',
    '{ bricks { name roles connector state running lag lastRun { id } breaker capabilities openHolds unreadable unreadableRecords { stream externalId message triedAt } recovery { plan } health { message remedy } } }',
    {
      bricks: ['shop-fr', 'shop-uk'].map((name) => ({
        name,
        roles: ['SHOP'],
        connector: 'prestashop',
        state: 'HEALTHY',
        running: false,
        lag: 42,
        openHolds: 2,
        unreadable: 7,
        unreadableRecords: [
          { stream: 'products', externalId: '12', message: 'No name.', triedAt: '2026-11-01T00:00:00.000Z' },
        ],
        lastRun: null,
        breaker: 'HALF_OPEN',
        capabilities: ['read:products'],
        recovery: null,
        health: { message: 'On schedule.', remedy: null },
      })),
    },
  ],
  [
    'runs',
    '{ runs(brick: "shop-fr", first: 1) { totalCount nodes { id state full trigger startedAt finishedAt read revisions tombstones held ms waitingMs failures { stream code message remedy } } pageInfo { hasNextPage endCursor } } }',
    {
      runs: {
        totalCount: 2,
        nodes: [
          {
            id: 'r3',
            state: 'PARTIAL',
            full: true,
            trigger: 'schedule',
            startedAt: RUN.startedAt,
            finishedAt: RUN.endedAt,
            read: 10,
            revisions: 2,
            tombstones: 1,
            held: 3,
            ms: 1000,
            waitingMs: 900,
            failures: [{ stream: 'orders', code: 'BRICK_UNREACHABLE', message: 'No answer.', remedy: 'Wait.' }],
          },
        ],
        pageInfo: { hasNextPage: true, endCursor: 'r3' },
      },
    },
  ],
  [
    'runs, going on',
    '{ runs(first: 5, after: "r3") { nodes { id state finishedAt } pageInfo { hasNextPage hasPreviousPage } } }',
    {
      runs: {
        nodes: [
          { id: 'r2', state: 'RUNNING', finishedAt: null },
          { id: 'r1', state: 'DONE', finishedAt: RUN.endedAt },
        ],
        pageInfo: { hasNextPage: false, hasPreviousPage: true },
      },
    },
  ],
  [
    'holds',
    '{ holds(state: OPEN) { totalCount nodes { id brick stream run state openedAt creates updates deletes sample reasons { rule count threshold message } } } }',
    {
      holds: {
        totalCount: 1,
        nodes: [
          {
            id: 'h1',
            brick: 'shop-fr',
            stream: 'products',
            run: 'r3',
            state: 'OPEN',
            openedAt: HOLD.openedAt,
            creates: 0,
            updates: 0,
            deletes: 40,
            sample: ['12', '13'],
            reasons: [{ rule: 'DELETIONS', count: 40, threshold: 10, message: '40 of 100 products disappeared.' }],
          },
        ],
      },
    },
  ],
  ['who asks', '{ me { name admin } }', { me: { name: 'staff', admin: true } }],
];

describe('hub queries', () => {
  it.each(table)('%s', async (_name, query, data) => {
    for (let i = 0; i < 2; i += 1) {
      const { body } = await gateway.ask(query);
      expect(body.errors).toBeUndefined();
      expect(body.data).toEqual(data);
    }
  });

  it('refuses pages that are too large', async () => {
    const { body } = await gateway.ask('{ runs(first: 1000) { nodes { id } } }');
    expect(body.errors?.[0]?.extensions['code']).toBe('INVALID_ARGUMENT');
  });
});

describe('syncing a brick', () => {
  const mutation = /* GraphQL */ `
    mutation Sync($name: String!, $full: Boolean) {
      syncBrick(name: $name, full: $full) {
        __typename
        ... on SyncStarted {
          brick
          full
        }
        ... on SyncAlreadyRunning {
          brick
        }
        ... on UnknownBrick {
          name
          known
        }
      }
    }
  `;

  it.each([
    ['started', { __typename: 'SyncStarted', brick: 'shop-fr', full: true }],
    ['running', { __typename: 'SyncAlreadyRunning', brick: 'shop-fr' }],
    ['unknown', { __typename: 'UnknownBrick', name: 'shop-fr', known: ['shop-fr', 'shop-uk'] }],
  ] as const)('%s', async (outcome, answer) => {
    gateway.status.outcome = outcome;
    gateway.status.started.length = 0;
    for (let i = 0; i < 2; i += 1) {
      const { body } = await gateway.ask(mutation, { name: 'shop-fr', full: true });
      expect(body.data).toEqual({ syncBrick: answer });
    }
    expect(gateway.status.started).toEqual([
      { name: 'shop-fr', full: true },
      { name: 'shop-fr', full: true },
    ]);
  });

  it('reads only what changed when not told otherwise', async () => {
    gateway.status.started.length = 0;
    await gateway.ask('mutation { syncBrick(name: "shop-fr") { __typename } }');
    expect(gateway.status.started).toEqual([{ name: 'shop-fr', full: false }]);
  });
});

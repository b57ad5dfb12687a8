import { createRates } from '../../src/access/index.ts';
import { MemoryAudit } from '../audit/memory-audit.ts';
import { startGateway, TOKEN, type TestGateway } from './a-gateway.ts';
import { Inbox, socketClient } from './live-samples.ts';

const LIMIT = { perMinute: 6, burst: 2 };
const QUERY = '{ products { totalCount } }';

let gateway: TestGateway;
let trail: MemoryAudit;
beforeEach(async () => {
  trail = new MemoryAudit();
  const now = (): Date => new Date('2026-11-15T12:00:00Z');
  const rates = createRates({ token: LIMIT, unknown: LIMIT, loopback: true }, now);
  gateway = await startGateway({ rates, audit: { trail, queries: 'personal' } });
});
afterEach(() => gateway.stop());

it('a token that asks too often is told when to ask again, before anything is read', async () => {
  expect((await gateway.ask(QUERY)).status).toBe(200);
  await gateway.ask(QUERY);
  const { status, headers, body } = await gateway.ask('this is not GraphQL');
  expect([status, headers.get('retry-after')]).toEqual([429, '10']);
  expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED' });
});

it('who has no token that counts is limited by address', async () => {
  const stranger = () => gateway.ask(QUERY, {}, { authorization: 'Bearer nobodys' });
  expect([(await stranger()).status, (await stranger()).status, (await stranger()).status]).toEqual([401, 401, 429]);
  expect((await gateway.ask(QUERY)).status).toBe(200);
});

it('is entered once a minute, not once a request', async () => {
  for (let n = 0; n < 6; n += 1) await gateway.ask(QUERY);
  expect(trail.entries).toMatchObject([{ kind: 'refusal', who: 'staff', code: 'RATE_LIMITED', outcome: 'refused' }]);
});

it('counts event streams', async () => {
  await gateway.ask(QUERY);
  await gateway.ask(QUERY);
  const { status } = await fetch(`${gateway.url}/graphql/stream`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { changes { id } }' }),
  });
  expect(status).toBe(429);
});

it('counts each operation of a WebSocket', async () => {
  const client = socketClient(gateway, { connectionParams: { authorization: `Bearer ${TOKEN}` } });
  const answers: string[] = [];
  for (let n = 0; n < 2; n += 1) {
    const inbox = new Inbox<string>();
    client.subscribe(
      { query: QUERY },
      {
        next: (answer) => inbox.take(JSON.stringify(answer)),
        error: (error) => inbox.take(JSON.stringify(error)),
        complete: () => undefined,
      },
    );
    answers.push(await inbox.next());
  }
  // The connection was the first of two.
  expect(answers[0]).toContain('totalCount');
  expect(answers[1]).toContain('RATE_LIMITED');
  await client.dispose();
});

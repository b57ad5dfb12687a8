import { pino } from 'pino';
import { createAccess, PRESETS, type Access } from '../../src/access/index.ts';
import { SCOPES } from '../../src/roles/graph/index.ts';
import { MemoryTokens } from './memory-tokens.ts';

const HOUR = 3_600_000;
const clock = { now: 0 };
const log = pino({ level: 'silent' });
const ORDER = { name: 'shop-frontend', scopes: [], presets: ['frontend'], expires: '90d' };

let store: MemoryTokens;
let access: Access;
let verify: ReturnType<Access['auth']>['verify'];
beforeEach(() => {
  clock.now = Date.parse('2026-11-15T12:00:00Z');
  store = new MemoryTokens();
  access = createAccess(store, { now: () => new Date(clock.now), log });
  ({ verify } = access.auth({ verify: async (token) => (token === 'the-admins' ? { name: 'admin' } : null) }));
});

describe('a token', () => {
  it('is shown once, long and random, and kept as a hash only', async () => {
    const { token, ...made } = await access.desk.create(ORDER);
    expect(token).toMatch(/^mortar_[\w-]{43}$/);
    expect(made).toEqual({
      ...{ name: 'shop-frontend', scopes: PRESETS['frontend'], createdAt: '2026-11-15T12:00:00.000Z' },
      ...{ expiresAt: '2027-02-13T12:00:00.000Z', revokedAt: null, usedAt: null, state: 'good' },
    });
    expect(JSON.stringify([store.rows, await access.desk.list()])).not.toContain(token);
    expect(JSON.stringify(await access.desk.list())).not.toContain(store.rows[0]?.sha256);
  });

  it('says whose it is and what it may do', async () => {
    const { token } = await access.desk.create({ ...ORDER, presets: [], scopes: ['customers:read', 'catalogue:read'] });
    const viewer = await verify(token);
    expect(viewer).toMatchObject({ name: 'shop-frontend', admin: false, expiresAt: '2027-02-13T12:00:00.000Z' });
    expect([...(viewer?.scopes ?? [])]).toEqual(['catalogue:read', 'customers:read']);
    expect(await verify(`${token}x`)).toBeNull();
    expect(await verify('the-admins')).toEqual({ name: 'admin' });
  });

  it('ends when it expires', async () => {
    const { token } = await access.desk.create({ ...ORDER, expires: '2h' });
    const viewer = await verify(token);
    expect(viewer?.isEnded?.()).toBe(false);
    clock.now += 2 * HOUR;
    expect(viewer?.isEnded?.()).toBe(true);
    expect(await verify(token)).toBeNull();
    expect((await access.desk.list()).map(({ state }) => state)).toEqual(['expired']);
  });

  it('ends at once when it is revoked here', async () => {
    const { token } = await access.desk.create({ ...ORDER, expires: 'never' });
    expect(await verify(token)).toMatchObject({ expiresAt: null });
    expect(await access.desk.revoke('shop-frontend')).toMatchObject({ state: 'revoked' });
    expect(await verify(token)).toBeNull();
    await expect(access.desk.revoke('shop-frontend')).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    const again = await access.desk.create(ORDER);
    expect(await verify(again.token)).toMatchObject({ name: 'shop-frontend' });
  });

  it('ends soon when another process revokes it', async () => {
    const { token } = await access.desk.create(ORDER);
    const viewer = await verify(token);
    await store.revoke({ name: 'shop-frontend', at: new Date(clock.now).toISOString() });
    clock.now += 2_000;
    expect(await verify(token)).toBeNull();
    expect(viewer?.isEnded?.()).toBe(true);
  });

  it('is known from memory, and its use is noted once an hour', async () => {
    const { token } = await access.desk.create(ORDER);
    for (let second = 0; second < 50; second++) await verify(token);
    expect(store.calls).toEqual(['list', 'use 2026-11-15T12:00:00.000Z']);
    clock.now += HOUR;
    await verify(token);
    expect(store.calls.filter((call) => call.startsWith('use'))).toHaveLength(2);
    expect(await access.desk.list()).toMatchObject([{ usedAt: '2026-11-15T13:00:00.000Z' }]);
  });
});

it.each([
  ['a name with a blank', { name: 'shop frontend' }],
  ['the administrator’s name', { name: 'admin' }],
  ['no scope', { presets: [] }],
  ['an unknown scope', { scopes: ['everything'] }],
  ['an unknown preset', { presets: ['toString'] }],
  ['a time that is none', { expires: 'tomorrow' }],
  ['no time at all', { expires: '0d' }],
  ['more than ten years', { expires: '11y' }],
])('is not made with %s', async (_what, changes) => {
  await expect(access.desk.create({ ...ORDER, ...changes })).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  expect(store.rows).toEqual([]);
});

it('is not made twice with one name', async () => {
  await access.desk.create(ORDER);
  await expect(access.desk.create(ORDER)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
});

it('has presets that give people’s data to those who need it only', () => {
  const reading = Object.keys(PRESETS).filter((preset) => PRESETS[preset]?.includes('customers:read'));
  expect(reading).toEqual(['till', 'staff', 'admin']);
  expect(PRESETS['admin']).toEqual(SCOPES);
});

import { PermanentError } from '#sdk';
import { startGateway, type TestGateway } from './a-gateway.ts';
import { anyText, textLike } from './matchers.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.stop());

const QUERY = '{ me { name } products { nodes { id } } }';

describe('an unexpected error', () => {
  it('shows nothing of the inside, and its request id; the log has it all', async () => {
    const secret =
      "SQLITE_ERROR: no such column: f.price in 'select * from facet_product' at /srv/mortar/data/mirror.sqlite";
    gateway.mirror.failure = Object.assign(new Error(secret), { code: 'ERR_SQLITE_ERROR', sql: 'select 1' });
    // Interpreted, compiled, and from the compiled one.
    for (let i = 0; i < 3; i += 1) {
      const { status, headers, text, body } = await gateway.ask(QUERY);
      expect(status).toBe(200);
      expect(body.errors).toEqual(
        [
          {
            message: textLike(/went wrong inside the hub/),
            locations: undefined,
            path: ['products'],
            extensions: { code: 'INTERNAL_ERROR', requestId: headers.get('x-request-id') },
          },
        ].map(({ locations: _, ...error }) => error),
      );
      expect(text).not.toMatch(/sql|select|facet_|\/srv|\.ts|\.js|stack|node_modules/i);
      const line = gateway.logged
        .map((one) => JSON.parse(one) as { requestId?: string; err?: { message: string; stack: string } })
        .find(({ requestId, err }) => err && requestId === headers.get('x-request-id'));
      expect(line?.err?.message).toBe(secret);
      expect(line?.err?.stack).toContain('masking.test');
    }
  });

  it('shows nothing when the inside breaks outside of resolvers', async () => {
    const broken = await startGateway({
      staleness: () => {
        throw new Error('secret path /srv');
      },
    });
    const { text } = await broken.ask('{ me { name } }');
    expect(text).not.toContain('/srv');
    expect(text).toContain('INTERNAL_ERROR');
    await broken.stop();
  });

  it('shows nothing when the token check breaks', async () => {
    const broken = await startGateway({
      auth: {
        verify: async () => {
          throw new Error('secret path /srv');
        },
      },
    });
    const { status, body, headers } = await broken.ask('{ me { name } }');
    expect(status).toBe(500);
    expect(body).toEqual({
      errors: [{ message: anyText, extensions: { code: 'INTERNAL_ERROR', requestId: headers.get('x-request-id') } }],
    });
    expect(broken.logged.join('')).toContain('secret path');
    await broken.stop();
  });
});

describe('a coded error', () => {
  it('keeps code, message and remedy; its detail stays in the house', async () => {
    gateway.mirror.failure = new PermanentError({
      code: 'MIRROR_BUSY',
      message: 'The mirror is locked.',
      remedy: 'Close other programs.',
      detail: 'select 1',
    });
    for (let i = 0; i < 3; i += 1) {
      const { body, text } = await gateway.ask(QUERY);
      expect(body.errors?.[0]).toMatchObject({
        message: 'The mirror is locked.',
        path: ['products'],
        extensions: { code: 'MIRROR_BUSY', remedy: 'Close other programs.' },
      });
      expect(text).not.toContain('select');
    }
  });
});

import { createLog } from '../../src/log.ts';
import { PermanentError } from '../../src/sdk/errors.ts';

const SECRET = 'K3y/with+odd "chars" & é';

function logged(write: (log: ReturnType<typeof createLog>) => void, level?: 'info' | 'warn'): string[] {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  write(createLog({ secrets: [SECRET], destination, ...(level && { level }) }));
  return lines;
}

/** The words of the secret that no form of it may leave behind. */
const FORMS = [
  SECRET,
  'K3y',
  'odd',
  Buffer.from(SECRET).toString('base64').slice(0, 12),
  Buffer.from(SECRET).toString('base64url').slice(0, 12),
];

describe('a secret never comes out', () => {
  const nested = () =>
    new PermanentError(
      { code: 'X', message: `outer ${SECRET}`, remedy: '', detail: `detail ${SECRET}` },
      { cause: new AggregateError([new Error(`inner ${SECRET}`)], SECRET) },
    );

  it.each<[string, (log: ReturnType<typeof createLog>) => void]>([
    ['in the message', (log) => log.info(`key is ${SECRET}`)],
    ['in a field', (log) => log.info({ key: SECRET }, 'field')],
    ['in the name of a field', (log) => log.info({ [SECRET]: 1 }, 'name')],
    ['deep in a field', (log) => log.info({ a: { b: [{ c: SECRET }] } }, 'deep')],
    ['in a bound field', (log) => log.child({ key: SECRET }).info('bound')],
    ['in a placeholder', (log) => log.info('key %s %o', SECRET, { key: SECRET })],
    ['in a nested error, its stack and its detail', (log) => log.error({ err: nested() }, 'failed')],
    ['in an error that is all there is', (log) => log.error(nested())],
    ['in JSON within a field', (log) => log.info({ body: JSON.stringify({ key: SECRET }) }, 'json')],
    ['URL-encoded', (log) => log.info(`/api?key=${encodeURIComponent(SECRET)}&x=1`)],
    ['form-encoded', (log) => log.info(new URLSearchParams({ key: SECRET }).toString())],
    ['in base64', (log) => log.info(`Basic ${Buffer.from(`user:${SECRET}:more`).toString('base64')}`)],
  ])('%s', (_, write) => {
    const [line] = logged(write);
    for (const form of FORMS) expect(line).not.toContain(form);
    expect(line).toContain('[redacted]');
    expect(() => JSON.parse(line!) as unknown).not.toThrow();
  });
});

describe('a line', () => {
  it('is one JSON object with level, time, bound fields and message', () => {
    const [line] = logged((log) => log.child({ brick: 'shop' }).warn({ waitMs: 5 }, 'trying again'));
    expect(JSON.parse(line!)).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      brick: 'shop',
      waitMs: 5,
      msg: 'trying again',
    });
  });

  it('shows of an error what is meant for logs, never its configuration', () => {
    const error = Object.assign(new Error('failed'), { code: 'E', config: { headers: { a: 'b' } }, request: {} });
    const [line] = logged((log) => log.error({ err: Object.assign(error, { cause: { config: 1 } }) }, 'x'));
    const { err } = JSON.parse(line!) as { err: object };
    expect(Object.keys(err).sort()).toEqual(['cause', 'code', 'message', 'stack', 'type']);
    expect(err).toMatchObject({ cause: 'object' });
  });

  it('treats errors alike under any name, and alone', () => {
    const error = Object.assign(new Error('failed'), { config: { headers: { a: 'b' } } });
    const lines = logged((log) => {
      log.warn({ failure: error }, 'x');
      log.warn(error);
      log.child({ cause: error }).warn('x');
    });
    for (const line of lines) {
      expect(line).toContain('failed');
      expect(line).not.toContain('headers');
    }
  });

  it('is left out below the level', () => {
    expect(logged((log) => log.info('quiet'), 'warn')).toEqual([]);
  });
});

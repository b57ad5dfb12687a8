import { alertsSchema } from '../../src/config/alerts.schema.ts';
import { CAUSES } from '../../src/alerts/findings.ts';
import { loadConfig, secretsOf, type Config } from '../../src/config.ts';
import { folder, shopware } from '../config/config.double.ts';

let dir: ReturnType<typeof folder>;
beforeEach(() => (dir = folder()));
afterEach(() => dir.remove());

function load(yaml: string, env: NodeJS.ProcessEnv = {}): Config {
  dir.write('mortar.config.yaml', yaml);
  return loadConfig({ env, cwd: dir.path, connectors: [shopware] });
}

const MAIL = 'host: mail.test, from: hub@shop.test, to: ada@shop.test';

it('has defaults for all but the channels', () => {
  expect(load('alerts: {}\n').alerts).toEqual({
    ...{ name: 'Mortar', brickDownMinutes: 30, backupDays: 8, journalMinutes: 15, mute: [] },
    quiet: { hours: 48, of: {} },
    drift: { variants: 20 },
    disk: { freePercent: 10, freeMb: 5000 },
  });
  expect(load('locale: fr\n').alerts).toBeUndefined();
});

it('takes every cause as muted, and no other', () => {
  expect(alertsSchema.parse({ mute: [...CAUSES] }).mute).toEqual([...CAUSES]);
  expect(alertsSchema.safeParse({ mute: ['weather'] }).success).toBe(false);
});

it('takes passwords from the environment, and numbers that come as text', () => {
  const { alerts } = load(`alerts: { mail: { ${MAIL}, password: "\${SMTP}", port: "\${SMTP_PORT}" } }\n`, {
    SMTP: 'Pa55word',
    SMTP_PORT: '587',
  });
  expect(alerts?.mail).toMatchObject({ password: 'Pa55word', port: 587, tls: 'implicit' });
});

it.each([
  [
    'mail without TLS over a network',
    `mail: { ${MAIL}, tls: none }`,
    /alerts\.mail\.tls is none, which only a mail server of this machine/,
  ],
  [
    'a webhook without TLS over a network',
    'webhook: { url: "http://chat.test/x" }',
    /alerts\.webhook\.url must be an https address/,
  ],
  ['an unknown key', 'quite: {}', /alerts\.quite is not known[^]*"quiet"/],
  ['no address', 'mail: { host: mail.test, from: nobody, to: ada@shop.test }', /alerts\.mail\.from is wrong/],
  ['a short secret', 'webhook: { url: "https://chat.test/x", secret: abc }', /alerts\.webhook\.secret/],
])('refuses %s', (_name, section, words) => {
  expect(() => load(`alerts: { ${section} }\n`)).toThrow(words);
});

it('hides the password, the signing secret, and the path that is the key of a chat', () => {
  const config = load(
    `alerts: { mail: { ${MAIL}, password: Pa55word }, webhook: { url: "https://chat.test/T0P/SECRET?k=v1v2", secret: a-signing-secret-1 } }\n`,
  );
  expect(secretsOf(config)).toEqual(expect.arrayContaining(['Pa55word', 'a-signing-secret-1', 'T0P/SECRET', 'k=v1v2']));
});

it('a proxy is an https address', () => {
  expect(load('proxy: https://hub.example\n').proxy).toBe('https://hub.example');
  expect(() => load('proxy: http://hub.example\n')).toThrow(/proxy is wrong: expected an https address/);
});

import { createHmac } from 'node:crypto';
import { channelsOf } from '../../src/alerts/index.ts';
import type { Channel } from '../../src/alerts/channels.ts';
import type { Notice } from '../../src/alerts/state.ts';
import { alertsSchema } from '../../src/config/alerts.schema.ts';
import { secretsOf } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { anOffice, HOUR, START } from './an-office.ts';
import { aHookServer, aMailServer, PASSWORD, USER, type HookServer, type MailServer } from './receivers.ts';

const SECRET = 'a-secret-of-sixteen-or-more';
const never = new AbortController().signal;
const now = () => new Date(START);

const down: Notice = {
  id: 'n1',
  channel: 'mail',
  kind: 'opened',
  finding: {
    key: 'brick-down:shop',
    cause: 'brick-down',
    facts: { brick: 'shop', at: START, code: 'BRICK_UNREACHABLE' },
  },
  since: START,
  at: START,
  attempts: 0,
  nextAt: START,
};
const full: Notice = {
  ...down,
  id: 'n2',
  finding: { key: 'disk', cause: 'disk', facts: { folder: '/srv/mortar', freeMb: 12, leastMb: 5000 } },
};

function only(settings: object, locale: 'fr' | 'en' = 'en'): Channel {
  const [channel] = channelsOf(alertsSchema.parse(settings), { locale, now });
  if (!channel) throw new Error('no channel');
  return channel;
}

describe('mail', () => {
  let server: MailServer;
  beforeEach(async () => void (server = await aMailServer()));
  afterEach(() => server.close());

  const mail = (changes: object = {}) => ({
    mail: {
      ...{ host: '127.0.0.1', port: server.port, tls: 'none', user: USER, password: PASSWORD },
      ...{ from: 'hub@example.test', to: ['ada@example.test', 'bob@example.test'], ...changes },
    },
    name: 'Boutique',
  });

  it('says what is wrong and what to do next, to everybody who is named', async () => {
    await only(mail()).send([down], never);
    expect(server.mails).toHaveLength(1);
    const [{ to, text } = { to: [], text: '' }] = server.mails;
    expect(to).toEqual(['ada@example.test', 'bob@example.test']);
    expect(text).toContain('Subject: [Boutique] shop is down');
    expect(text).toMatch(/Auto-Submitted: auto-generated/);
    expect(text).toMatch(/What to do next:\r\n {2}- mortar check shop\r\n {2}- mortar sync shop/);
    expect(text).toContain('23 Nov 2026, 08:00 UTC (BRICK_UNREACHABLE)');
  });

  it('speaks French', async () => {
    await only(mail(), 'fr').send([down, { ...full, kind: 'reminder' }], never);
    const text = server.mails[0]?.text ?? '';
    expect(text).toContain('[Boutique] 2 alertes');
    expect(text).toContain('shop est en panne');
    expect(text).toContain('Toujours : Le disque se remplit');
    expect(text).toContain('Que faire :');
  });

  it.each([
    ['a wrong password', { password: 'WRONG-Pa55word' }, /EAUTH/, /alerts\.mail\.password/],
    ['a server that is not there', { port: 1 }, /\(E[A-Z]+\)/, /alerts\.mail/],
    ['no TLS where it is wanted', { tls: 'starttls' }, /ETLS/, /tls/],
  ])('%s: a coded error without a secret', async (_name, changes, code, remedy) => {
    const error: unknown = await only(mail(changes))
      .send([down], never)
      .then(
        () => null,
        (failure: unknown) => failure,
      );
    expect(error).toMatchObject({ code: 'ALERT_MAIL_FAILED' });
    expect((error as Error).message).toMatch(code);
    expect(error).toMatchObject({ remedy: expect.stringMatching(remedy) as string });
    expect(`${JSON.stringify(error)}${String(error)}`).not.toContain('Pa55word');
    expect(server.mails).toEqual([]);
  });

  it('that is refused goes out later', async () => {
    const office = anOffice({}, [only(mail())]);
    server.full = true;
    office.sights.deadLetters = [{ brick: 'till', count: 3, oldest: START }];
    await office.watch.round();
    expect(office.state().pending).toHaveLength(1);
    server.full = false;
    await office.clock.pass(HOUR);
    await office.watch.round();
    expect(server.mails.map(({ text }) => /Subject: (.*)\r/.exec(text)?.[1])).toEqual([
      '[Boutique] till refused 3 message(s)',
    ]);
    expect(office.state().pending).toEqual([]);
    await office.close();
  });
});

describe('webhook', () => {
  let server: HookServer;
  beforeEach(async () => void (server = await aHookServer()));
  afterEach(() => server.close());

  it('has a text for chats and each alert for programs, signed', async () => {
    await only({ webhook: { url: server.url, secret: SECRET } }).send([down, full], never);
    expect(server.calls).toHaveLength(1);
    const [call] = server.calls;
    expect(call).toMatchObject({ method: 'POST', path: '/hooks/T0P-SECRET-PATH' });
    const body = JSON.parse(call?.body ?? '') as { text: string; alerts: object[] };
    expect(body.text).toContain('shop is down');
    expect(body.alerts).toEqual([
      expect.objectContaining({
        id: 'n1',
        kind: 'opened',
        cause: 'brick-down',
        key: 'brick-down:shop',
        title: 'shop is down',
      }),
      expect.objectContaining({ id: 'n2', next: expect.arrayContaining(['mortar doctor']) as string[] }),
    ]);
    const time = Date.parse(START) / 1000;
    const expected = createHmac('sha256', SECRET)
      .update(`${time}.${call?.body ?? ''}`)
      .digest('hex');
    expect(call?.headers['mortar-signature']).toBe(`t=${time},v1=${expected}`);
  });

  it.each([301, 302, 307, 308])('follows no redirect (%d), and says so', async (status) => {
    const elsewhere = await aHookServer();
    server.answers.push({ status, location: elsewhere.url });
    const sending = only({ webhook: { url: server.url } }).send([down], never);
    await expect(sending).rejects.toMatchObject({
      code: 'ALERT_WEBHOOK_FAILED',
      remedy: expect.stringContaining('redirects are not followed') as string,
    });
    expect(elsewhere.calls).toEqual([]);
    await elsewhere.close();
  });

  it('that fails is named without its path', async () => {
    server.answers.push({ status: 500 });
    const error: unknown = await only({ webhook: { url: server.url } })
      .send([down], never)
      .catch((failure: unknown) => failure);
    expect(error).toMatchObject({ message: expect.stringContaining('500') as string });
    expect(`${JSON.stringify(error)}${String(error)}`).not.toContain('T0P-SECRET-PATH');
  });

  it('that says nothing does not keep a hub that stops', async () => {
    const stopping = new AbortController();
    const silent: Channel = { name: 'webhook', send: () => new Promise(() => undefined) };
    const office = anOffice({}, [silent]);
    office.sights.deadLetters = [{ brick: 'till', count: 3, oldest: START }];
    office.watch.start();
    await office.clock.pass(60_000);
    while (!office.logged.includes('alert')) await new Promise((resolve) => setImmediate(resolve));
    await office.watch.stop();
    stopping.abort();
    expect(office.state().pending).toHaveLength(1);
    await office.close();
  });
});

it('a log of a failure holds no secret of the channels', () => {
  const lines: string[] = [];
  const settings = alertsSchema.parse({
    mail: { host: 'localhost', from: 'a@b.test', to: 'c@d.test', user: USER, password: PASSWORD },
    webhook: { url: 'https://chat.test/services/T0P-SECRET-PATH', secret: SECRET },
  });
  const log = createLog({
    secrets: secretsOfAlerts(settings),
    destination: { write: (line: string) => void lines.push(line) },
  });
  log.warn({ err: new Error(`${PASSWORD} ${SECRET} https://chat.test/services/T0P-SECRET-PATH`) }, 'no');
  for (const secret of [PASSWORD, SECRET, 'T0P-SECRET-PATH']) expect(lines.join('')).not.toContain(secret);
});

function secretsOfAlerts(alerts: ReturnType<typeof alertsSchema.parse>): string[] {
  return secretsOf({ alerts, bricks: [], interpolated: [] });
}

import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startControl } from '../../src/control/index.ts';
import { openDatabase } from '../../src/mirror/database.ts';
import { Vault } from '../../src/mirror/persons/index.ts';
import { PermanentError } from '../../src/sdk/errors.ts';
import { aPlace, aRefusingShop, type Place, type Said } from './a-place.ts';

const DAY = 86_400_000;

let place: Place;
beforeEach(() => (place = aPlace()));
afterEach(() => place.close());

/** Findings that are not in order, by their codes. */
function codesOf({ lines }: Said): unknown[] {
  return lines.slice(0, -1).flatMap(({ code }) => code ?? []);
}

async function database(): Promise<Awaited<ReturnType<typeof openDatabase>>> {
  mkdirSync(place.data, { recursive: true, mode: 0o700 });
  const opened = await openDatabase({ data: place.data }, { readOnly: false });
  await opened.migrate();
  return opened;
}

function ledger(verifiedAt: string | null): void {
  mkdirSync(join(place.data, 'backups'), { recursive: true });
  const target = (name: string, site: string) => ({ name, site, stored: true, code: null, message: null });
  const entry = {
    ...{ id: 'b1', sequence: 1, at: new Date().toISOString(), sha256: 'x', seconds: 1, bytes: 1 },
    ...{ targets: [target('a', 'Lyon'), target('b', 'Nice')], receiptKey: 'k', verifiedAt },
    ...{ restoreSeconds: verifiedAt && 3, verifiedFrom: verifiedAt && 'a' },
  };
  writeFileSync(join(place.data, 'backups', 'ledger.json'), JSON.stringify([entry]));
}

function journal(at: string): void {
  mkdirSync(join(place.data, 'backups', 'journal'), { recursive: true });
  const target = { sequence: 1, at, code: null, message: null };
  const state = { line: 'a', targets: { 'folder-lyon': target, 'folder-nice': target } };
  writeFileSync(join(place.data, 'backups', 'journal', 'state.json'), JSON.stringify(state));
}

const recipient = `age1${'q'.repeat(58)}`;
const backup = (sites: readonly string[]): string =>
  `backup:\n  recipients: [${recipient}]\n  targets:\n${sites.map((site, i) => `    - { kind: folder, path: ./b${i}, site: ${site} }\n`).join('')}`;
const SOUND = `token: a-token-that-is-long-enough-for-anybody\nalerts: { webhook: { url: "https://chat.test/x" } }\n`;

it('says that all is in order, and ends with 0', async () => {
  await (await database()).close();
  chmodSync(place.data, 0o700);
  ledger(new Date(Date.now() - DAY).toISOString());
  journal(new Date().toISOString());
  place.configure(SOUND + backup(['Lyon', 'Nice']));
  const said = await place.run('doctor', '--json');
  // Without bricks nobody tells the time, and no hub runs here.
  expect(codesOf(said)).toEqual(['HUB_DOWN', 'CLOCK_UNKNOWN']);
  expect(said).toMatchObject({ code: 0, talk: '' });
  expect(said.lines.at(-1)).toEqual({ ok: 14, warn: 0, fail: 0, skipped: 2 });
});

it('puts the command that mends it behind every failure', async () => {
  place.configure(`host: 0.0.0.0\n${backup(['Lyon', 'lyon '])}`);
  const said = await place.run('doctor');
  expect(said.code).toBe(1);
  const lines = said.out.split('\n');
  const failures = lines.flatMap((line, i) => (/^(FAILED|look)/.test(line) ? [lines[i + 1]] : []));
  expect(failures.length).toBeGreaterThan(3);
  for (const next of failures) expect(next).toMatch(/^ +→ \S/);
  expect(lines.at(-1)).toMatch(/^\d+ thing\(s\) to mend, \d+ to look at, \d+ in order\.$/);
});

describe('what it finds', () => {
  const find = async (yaml: string): Promise<unknown[]> => {
    place.configure(yaml);
    return codesOf(await place.run('doctor', '--json'));
  };

  it('an invalid configuration, with its place, and goes no further', async () => {
    place.configure('prot: 1\n');
    const said = await place.run('doctor', '--json');
    expect(codesOf(said)).toEqual(['CONFIG_INVALID']);
    expect(said.code).toBe(1);
    expect(said.lines[0]?.['message']).toContain('mortar.config.yaml:1:1  prot is not known');
  });

  it('no configuration at all', async () => {
    expect(codesOf(await place.run('doctor', '--json'))).toEqual(
      expect.arrayContaining(['CONFIG_ABSENT', 'BACKUP_UNSET']),
    );
  });

  it('rights of the configuration and of the data folder', async () => {
    mkdirSync(place.data);
    chmodSync(place.data, 0o755);
    place.configure(SOUND);
    chmodSync(join(place.folder, 'mortar.config.yaml'), 0o644);
    expect(codesOf(await place.run('doctor', '--json'))).toEqual(
      expect.arrayContaining(['CONFIG_OPEN', 'DATA_FOLDER_OPEN']),
    );
  });

  it('the master key of personal data: where it lies, who reads it, whether it opens this database', async () => {
    const opened = await database();
    const key = Buffer.alloc(32, 7);
    await opened.sql.run(`insert into meta (name, value) values ('person-master-check', ?)`, [new Vault(key).check]);
    await opened.close();
    const file = join(place.data, 'person-master.key');
    expect(await find(SOUND)).toContain('PERSON_KEY_MISSING');
    writeFileSync(file, 'nothing of that kind', { mode: 0o600 });
    expect(await find(SOUND)).toContain('PERSON_KEY_INVALID');
    writeFileSync(file, Buffer.alloc(32, 8).toString('base64'));
    expect(await find(SOUND)).toContain('PERSON_KEY_WRONG');
    writeFileSync(file, key.toString('base64'));
    const codes = async (yaml: string): Promise<unknown[]> =>
      (await find(yaml)).filter((code) => String(code).startsWith('PERSON_KEY'));
    expect(await codes(SOUND)).toEqual(['PERSON_KEY_ONLY_HERE']);
    expect(await codes(`${SOUND}personKeyKeptAt: the safe at home\n`)).toEqual([]);
    expect(await codes(SOUND + backup(['Lyon', 'Nice']))).toEqual(['PERSON_KEY_ONLY_HERE']);
    ledger(null);
    expect(await codes(SOUND + backup(['Lyon', 'Nice']))).toEqual([]);
    chmodSync(file, 0o640);
    place.configure(SOUND);
    const { lines } = await place.run('doctor', '--json');
    expect(lines.find(({ code }) => code === 'PERSON_KEY_OPEN')).toMatchObject({
      state: 'fail',
      mend: `chmod 600 ${file}`,
    });
  });

  it('a hub that others reach without a proxy; one with a proxy is well', async () => {
    expect(await find(`${SOUND}host: 0.0.0.0\n`)).toContain('LISTENS_OPENLY');
    expect(await find(`${SOUND}host: 0.0.0.0\nproxy: https://hub.example\n`)).not.toContain('LISTENS_OPENLY');
  });

  it('a token that is not set, or short', async () => {
    expect(await find('locale: fr\n')).toContain('TOKEN_UNSET');
    expect(await find('token: abcdefgh\n')).toContain('TOKEN_SHORT');
  });

  it('that nobody is told', async () => {
    expect(await find('locale: fr\n')).toContain('ALERTS_UNSET');
  });

  it('a disk without room', async () => {
    expect(await find('alerts: { disk: { freePercent: 100, freeMb: 100000000 } }\n')).toContain('DISK_FILLING');
  });

  it('copies that all lie at one site', async () => {
    expect(await find(backup(['Lyon', 'lyon ']))).toContain('BACKUP_ONE_SITE');
    expect(await find(backup(['Lyon', 'Nice']))).not.toContain('BACKUP_ONE_SITE');
  });

  it.each([
    ['none yet', undefined],
    ['one that was never restored', null],
    ['one that was restored longer ago than promised', new Date(Date.now() - 9 * DAY).toISOString()],
  ])('no backup that is proven: %s', async (_name, verifiedAt) => {
    if (verifiedAt !== undefined) ledger(verifiedAt);
    expect(await find(backup(['Lyon', 'Nice']))).toContain('BACKUP_UNVERIFIED');
  });

  it('that what was acknowledged is not where backups are', async () => {
    expect(await find(backup(['Lyon', 'Nice']))).toContain('JOURNAL_LATE');
    journal(new Date(Date.now() - DAY / 24).toISOString());
    expect(await find(backup(['Lyon', 'Nice']))).toContain('JOURNAL_LATE');
    journal(new Date().toISOString());
    expect(await find(backup(['Lyon', 'Nice']))).not.toContain('JOURNAL_LATE');
  });

  it.each(['data/notes/key.txt', 'old-key'])('a private key on the hub: %s', async (name) => {
    mkdirSync(join(place.data, 'notes'), { recursive: true });
    writeFileSync(join(place.folder, name), `# created\nAGE-SECRET-KEY-1${'Q'.repeat(58)}\n`);
    place.configure(backup(['Lyon', 'Nice']));
    const said = await place.run('doctor', '--json');
    const finding = said.lines.find(({ code }) => code === 'PRIVATE_KEY_ON_HUB');
    expect(finding).toMatchObject({ state: 'fail', subject: join(place.folder, name) });
    expect(finding?.['mend']).toContain(`shred -u ${join(place.folder, name)}`);
  });

  it('a database of a later release, one that must be migrated, and what waits for a person', async () => {
    const opened = await database();
    await opened.sql.run(
      `insert into holds (id, brick, kind, run, opened_at, state, creates, updates, deletes, reasons, sample)
        values ('h', 'shop', 'products', 'r', '2026-01-01', 'open', 0, 0, 9, '[]', '[]')`,
      [],
    );
    expect(await find(SOUND)).toContain('HOLD_OPEN');
    const [last] = await opened.sql.all<{ name: string }>('select name from migrations order by id desc limit 1', []);
    await opened.sql.run('delete from migrations where name = ?', [last?.name ?? '']);
    expect(await find(SOUND)).toContain('MIGRATIONS_PENDING');
    await opened.sql.run(`insert into migrations (name, executed_at) values ('Migration2999Later', 0)`, []);
    await opened.close();
    expect(await find(SOUND)).toContain('MIRROR_NEWER');
  });

  it('a damaged database', async () => {
    await (await database()).close();
    writeFileSync(join(place.data, 'mortar.db'), 'garbage '.repeat(2_000));
    expect(await find(SOUND)).toContain('MIRROR_CORRUPT');
  });

  it('a database server that does not answer', async () => {
    place.env['DATABASE_URL'] = 'postgres://hub:S3CRETpw@127.0.0.1:1/mortar';
    place.configure(SOUND);
    const said = await place.run('doctor', '--json');
    expect(codesOf(said)).toContain('MIRROR_UNREACHABLE');
    expect(said.out).not.toContain('S3CRETpw');
  });

  it('a brick that refuses, and a clock that is wrong', async () => {
    const shop = await aRefusingShop('<x/>', new Date(Date.now() - 10 * 60_000));
    place.env['SHOP_KEY'] = 'K'.repeat(32);
    place.configure(`${SOUND}bricks:\n  shop: { connector: prestashop, url: "${shop.url}", key: "\${SHOP_KEY}" }\n`);
    const said = await place.run('doctor', '--json');
    await shop.close();
    expect(codesOf(said)).toContain('CLOCK_WRONG');
    expect(said.lines.filter(({ check }) => check === 'bricks')[0]).toMatchObject({ state: 'fail' });
  });
});

describe('the bundle', () => {
  const SECRETS = {
    SHOP_KEY: 'KEYKEYKEYKEYKEYKEYKEYKEYKEYKEY99',
    MAIL_PASSWORD: 'Mail-Pa55word-9',
    DATABASE_URL: 'postgres://hub:Db-Pa55word-9@127.0.0.1:1/mortar',
    MORTAR_TOKEN: 'the-administrators-own-token-9',
  };
  const PEOPLE = ['ada.lovelace@example.com', 'Lovelace', '06 12 34 56 78', '+33612345678'];

  it('holds no secret and no person, wherever they were planted', async () => {
    const shop = await aRefusingShop(`<error>${PEOPLE.join(' ')} ${SECRETS.SHOP_KEY}</error>`);
    Object.assign(place.env, SECRETS);
    const hook = 'https://chat.test/services/T0P-SECRET-PATH';
    place.configure(`
bricks:
  shop: { connector: prestashop, url: "${shop.url}", key: "\${SHOP_KEY}" }
alerts:
  mail: { host: mail.test, from: hub@shop.test, to: ${PEOPLE[0] ?? ''}, user: hub@shop.test, password: "\${MAIL_PASSWORD}" }
  webhook: { url: "${hook}", secret: a-signing-secret-of-16 }
${backup(['Lyon', 'Nice'])}`);
    const said = await place.run('doctor', '--json', '--bundle', 'bundle.json');
    await shop.close();
    expect(said.code).toBe(1);
    const file = join(place.folder, 'bundle.json');
    const text = readFileSync(file, 'utf8');
    const planted = [
      SECRETS.SHOP_KEY,
      'Mail-Pa55word-9',
      'Db-Pa55word-9',
      SECRETS.MORTAR_TOKEN,
      'T0P-SECRET-PATH',
      'a-signing-secret',
    ];
    for (const word of [...planted, ...PEOPLE, 'hub@shop.test', shop.url]) expect(text).not.toContain(word);
    for (const word of [...planted]) expect(said.out + said.talk).not.toContain(word);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('says what a helper needs', async () => {
    await (await database()).close();
    place.configure(`${SOUND}host: 0.0.0.0\n`);
    await place.run('doctor', '--bundle', 'bundle.json');
    const bundle = JSON.parse(readFileSync(join(place.folder, 'bundle.json'), 'utf8')) as Record<string, unknown>;
    expect(bundle).toMatchObject({
      machine: { node: process.version },
      running: false,
      configuration: { database: 'sqlite', listens: { loopback: false }, alerts: { webhook: true, mail: false } },
      database: { made: true, integrity: 'ok', pending: [], unknown: [] },
    });
    expect(bundle['findings']).toContainEqual(expect.objectContaining({ code: 'LISTENS_OPENLY', state: 'fail' }));
  });
});

it('beside a running hub, the bricks are asked by it', async () => {
  const refused = new PermanentError({
    code: 'BRICK_KEY_REFUSED',
    message: 'The key is refused.',
    remedy: 'Correct it.',
  });
  mkdirSync(place.data);
  const hub = await startControl(place.data, {
    sync: () => Promise.reject(refused),
    reproject: () => Promise.reject(refused),
    check: () => Promise.reject(refused),
  });
  place.env['SHOP_KEY'] = 'K'.repeat(32);
  place.configure(
    `${SOUND}bricks:\n  shop: { connector: prestashop, url: "http://127.0.0.1:1", key: "\${SHOP_KEY}" }\n`,
  );
  const said = await place.run('doctor', '--json');
  await hub.close();
  expect(said.lines).toContainEqual(expect.objectContaining({ check: 'hub', state: 'ok' }));
  expect(codesOf(said)).toContain('BRICK_KEY_REFUSED');
});

it('changes nothing: no data folder is made, no database migrated', async () => {
  place.configure(SOUND);
  const before = statSync(place.folder).mtimeMs;
  await place.run('doctor');
  expect(statSync(place.folder).mtimeMs).toBe(before);
});

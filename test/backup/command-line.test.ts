import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPlace, summaryOf, type ProgramPlace } from '../cli/program.ts';

let place: ProgramPlace;
let bare: ProgramPlace;
const at = (name: string): string => join(place.folder, name);

beforeAll(() => {
  place = openPlace();
  bare = openPlace();
});
afterAll(async () => {
  await place.close();
  await bare.close();
});

describe('mortar backup', () => {
  it('makes a key whose private half only its owner can read, and never overwrites one', async () => {
    const made = await place.run(['backup', 'key', '--into', at('owner.key')]);
    expect(made.code).toBe(0);
    expect(made.stdout).toMatch(/^age1[0-9a-z]+\n$/);
    expect(statSync(at('owner.key')).mode & 0o777).toBe(0o600);
    expect((await place.run(['backup', 'key', '--into', at('owner.key')])).code).toBe(1);
    place.configure({
      token: '${ADMIN_WORD}',
      backup: {
        recipients: [made.stdout.trim()],
        targets: [
          { kind: 'folder', site: 'attic', name: 'attic', path: './attic' },
          { kind: 'folder', site: 'vault', name: 'vault', path: './vault' },
        ],
      },
    });
    place.env = { ADMIN_WORD: 'a-word-of-the-admin' };
  });

  it('makes a backup, proves it, and brings it to a bare machine', async () => {
    // Makes the database; there is no brick to read.
    await place.run(['sync']);
    const made = await place.run(['backup', '--json']);
    expect({ code: made.code, said: made.stderr }).toMatchObject({ code: 0 });
    const { id } = summaryOf(made);

    const proven = await place.run(['backup', 'verify', '--identity', at('owner.key'), '--json']);
    expect(proven.code).toBe(0);
    expect(summaryOf(proven)).toEqual({ verified: 2, failed: 0 });

    const restored = await bare.run([
      'restore',
      at('attic'),
      '--into',
      'machine',
      '--identity',
      at('owner.key'),
      '--json',
    ]);
    expect(restored.code).toBe(0);
    expect(summaryOf(restored)).toMatchObject({ backup: id, hasConfig: true, environment: ['ADMIN_WORD'] });
    expect(restored.stderr).toContain('MORTAR_DATA=machine/data mortar serve');
    expect(readFileSync(join(bare.folder, 'machine/mortar.env'), 'utf8')).toBe('ADMIN_WORD=a-word-of-the-admin\n');
    expect(existsSync(join(bare.folder, 'machine/data/mortar.db'))).toBe(true);
    expect(place.said() + bare.said()).not.toContain('a-word-of-the-admin');

    bare.env = { ADMIN_WORD: 'a-word-of-the-admin' };
    const MORTAR_CONFIG = join(bare.folder, 'machine/mortar.config.yaml');
    const hub = await bare.serve({ MORTAR_CONFIG, MORTAR_DATA: join(bare.folder, 'machine/data') });
    const headers = { authorization: 'Bearer a-word-of-the-admin', 'content-type': 'application/json' };
    const query = '{ backups { id verifiedAt restoreSeconds copies { site stored } } }';
    const answer = await fetch(`${hub.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    const body = (await answer.json()) as { data: { backups: { id: string }[] } };
    await hub.stop();
    expect(body.data.backups.map((backup) => backup.id)).toContain(id);
  });

  it('ends with the codes that are documented', async () => {
    const other = await place.run(['backup', 'key', '--into', at('other.key')]);
    expect(other.code).toBe(0);
    expect((await place.run(['backup', 'verify', 'attic', '--identity', at('other.key')])).code).toBe(4);
    expect((await place.run(['restore', at('nowhere'), '--into', at('x'), '--identity', at('owner.key')])).code).toBe(
      1,
    );
    const { id } = summaryOf(await place.run(['backup', '--json']));
    const part = at(`attic/backups/${String(id)}/mortar.db.zst.age`);
    writeFileSync(part, readFileSync(part).subarray(1));
    const proof = await place.run(['backup', 'verify', 'attic', '--identity', at('owner.key')]);
    expect(proof.code).toBe(2);
    expect(proof.stderr).toContain('BACKUP_TRUNCATED');
    const config = JSON.parse(readFileSync(at('mortar.config.yaml'), 'utf8')) as {
      backup: { targets: { path: string }[] };
    };
    config.backup.targets[1]!.path = './mortar.config.yaml/inside-a-file';
    place.configure(config);
    expect((await place.run(['backup'])).code).toBe(3);
  });
});

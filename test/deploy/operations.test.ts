import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAUSES } from '../../src/alerts/findings.ts';
import { aPlace } from '../doctor/a-place.ts';
import { root } from '../proof/project-root.ts';

const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const sources = [
  'src/alerts/texts.ts',
  'src/doctor/checks/backups.ts',
  'src/doctor/checks/database.ts',
  'src/doctor/checks/bricks.ts',
];

it('names only commands that there are', async () => {
  const place = aPlace();
  const { out } = await place.run('--help');
  place.close();
  const verbs = [...out.matchAll(/^ {2}([a-z]+)/gm)].map(([, verb]) => verb);
  expect(verbs).toEqual(expect.arrayContaining(['serve', 'doctor', 'init']));
  const texts = [page, ...sources.map((path) => readFileSync(join(root, path), 'utf8'))];
  const named = texts.flatMap((text) => [...text.matchAll(/[`' (]mortar ([a-z]+)\b(?!\.)/g)].map(([, verb]) => verb));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((verb) => !verbs.includes(verb))).toEqual([]);
});

it('its links lead somewhere', () => {
  const anchorsOf = (text: string): string[] =>
    [...text.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-'));
  const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(10);
  for (const link of links) {
    const [path = '', anchor] = link.split('#');
    const file = join(root, 'docs', path || 'operations.md');
    const found = existsSync(file) && (anchor === undefined || anchorsOf(readFileSync(file, 'utf8')).includes(anchor));
    expect({ link, found }).toEqual({ link, found: true });
  }
});

it('explains every cause of an alert', () => {
  for (const cause of CAUSES) expect(page).toContain(`| \`${cause}\``);
});

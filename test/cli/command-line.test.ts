import { existsSync } from 'node:fs';
import { openPlace, type ProgramPlace } from './program.ts';

let place: ProgramPlace;
beforeEach(() => {
  place = openPlace();
});
afterEach(() => place.close());

/** Says on stderr, at the end, which modules were loaded. */
const census = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
  process.on('exit', () => process.stderr.write(loaded.join('\\n')));
`)}`;

describe('the command line', () => {
  it.each([[['--version']], [['--help']], [['sync', '--help']], [['foo']]])(
    'answers %j at once: it loads the argument parser and nothing else',
    async (args) => {
      const { stderr } = await place.run(args, {}, [census]);
      const packages = [...stderr.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)].map(([, name]) => name);
      expect([...new Set(packages)]).toEqual(['commander']);
      expect(stderr).not.toMatch(/dist\/(connectors|src\/(mirror|gateway|roles|config))/);
      expect(existsSync(place.data)).toBe(false);
    },
  );

  it('tells its version, its verbs and its exit codes on stdout', async () => {
    expect(await place.run(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
    const help = await place.run(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const word of ['serve', 'sync', 'reproject', 'check', 'schema', '130 interrupted']) {
      expect(help.stdout).toContain(word);
    }
  });

  it.each([
    [['foo'], "unknown command 'foo'"],
    [['snyc'], 'Did you mean sync?'],
    [['sync', '--bogus'], "unknown option '--bogus'"],
    [['sync', 'a', 'b'], 'too many arguments'],
    [['sync', 'Bad_Name'], 'A brick is named in lower case'],
  ])('refuses %j with 1, and says where help is', async (args, words) => {
    const { code, stdout, stderr } = await place.run(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).toContain('mortar --help');
  });
});

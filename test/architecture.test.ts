/** Holds what DESIGN and CONTRIBUTING promise of the code, and proves each rule by breaking it in a throw-away project. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importFindings, lintFindings, unusedFindings, type Finding } from './architecture/checks.ts';
import { importPlants, soundHub } from './architecture/import-plants.ts';
import { lintPlants, misnamed, restrictedSyntax, soundCode } from './architecture/lint-plants.ts';
import { projectRoot, scratchProject } from './architecture/scratch-project.ts';
import { sourceFindings } from './architecture/source-findings.ts';

const asText = ({ rule, file }: Finding): string => `${rule}: ${file}`;

/** Those of the expected findings that were not reported. */
function missing(expected: Finding[], found: Finding[]): string[] {
  const reported = new Set(found.map(asText));
  return expected.map(asText).filter((finding) => !reported.has(finding));
}

/** What a check finds in a project of these files. */
async function findingsIn(files: Record<string, string>, check: (root: string) => Promise<Finding[]>) {
  const project = scratchProject(files);
  try {
    return await check(project.root);
  } finally {
    project.remove();
  }
}

/** The names that a module of the project's root exports, as JSON. */
function evaluate(script: string): unknown {
  const args = ['--input-type=module', '--eval', script];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: projectRoot, encoding: 'utf8' }));
}

describe('the code of this project', () => {
  it('keeps the import rules', async () => {
    expect((await importFindings(projectRoot)).map(asText)).toEqual([]);
  });

  it('has no file over 400 lines, no function over 80, no any, and nothing left open', () => {
    const files = ['src', 'connectors', 'console/src', 'test'].flatMap((folder) =>
      readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
        .map((file) => join(folder, file))
        .filter((file) => /\.tsx?$/.test(file) && !file.includes('/fixtures/')),
    );
    const findings = files.flatMap((file) =>
      sourceFindings(file, readFileSync(join(projectRoot, file), 'utf8')).map((finding) => `${file}:${finding}`),
    );
    expect(files.length).toBeGreaterThan(10);
    expect(findings).toEqual([]);
  });
});

describe('the check of sources', () => {
  it.each([
    ['a long file', '// line\n'.repeat(401)],
    ['a long function', `function long() {\n${'//\n'.repeat(79)}}\n`],
    ['a long method', `class Long {\n  run() {\n${'//\n'.repeat(79)}  }\n}\n`],
    ['a long case of a suite', `describe('suite', () => {\n  it('case', () => {\n${'//\n'.repeat(79)}  });\n});\n`],
    ['any', 'export const loose = (value: Map<string, any>) => value;\n'],
    ['something left open', '// TODO: later\n'],
    ['a rule switched off without a reason', '/* eslint-disable no-console */\n'],
  ])('reports %s', (_what, text) => {
    expect(sourceFindings('src/plant.ts', text)).toHaveLength(1);
  });

  it.each([
    ['400 lines', '// line\n'.repeat(400)],
    ['a function of 80 lines', `function long() {\n${'//\n'.repeat(78)}}\n`],
    ['a long suite of short cases', `describe('suite', () => {\n${"  it('case', () => {\n  });\n".repeat(60)}});\n`],
    ['the word any', "export const any = 'any';\n"],
    ['a rule switched off with its reason', '// eslint-disable-next-line no-console -- the page has no other log\n'],
  ])('accepts %s', (_what, text) => {
    expect(sourceFindings('src/sound.ts', text)).toEqual([]);
  });
});

describe('the import rules', () => {
  it('have a planted violation each', () => {
    const rules = evaluate(
      `import config from './.dependency-cruiser.cjs'; console.log(JSON.stringify(config.forbidden.map((r) => r.name)))`,
    );
    expect(Object.keys(importPlants).sort()).toEqual((rules as string[]).sort());
  });

  it('accept a hub that keeps them', async () => {
    expect((await findingsIn(soundHub, importFindings)).map(asText)).toEqual([]);
  });

  it('report every planted violation', async () => {
    const plants = Object.fromEntries(Object.values(importPlants).map(({ file, text }) => [file, text]));
    const findings = await findingsIn({ ...soundHub, ...plants }, importFindings);
    const expected = Object.entries(importPlants).map(([rule, plant]) => ({
      rule,
      file: plant.reportedIn ?? plant.file,
    }));
    expect(missing(expected, findings)).toEqual([]);
  });
});

describe('the linter', () => {
  it('has a planted violation for each chosen rule', () => {
    const rules = evaluate(
      `import { chosen, chosenForProduction, chosenTyped } from './eslint.config.js';
       console.log(JSON.stringify(Object.keys({ ...chosen, ...chosenForProduction, ...chosenTyped })))`,
    );
    expect(Object.keys(lintPlants).sort()).toEqual((rules as string[]).sort());
  });

  it('reports every planted violation, and nothing in sound code', async () => {
    const plants = Object.entries(lintPlants).map(([rule, text], index) => ({ rule, text, file: `src/p${index}.ts` }));
    const files = Object.fromEntries([...plants, ...restrictedSyntax].map(({ file, text }) => [file, `${text}\n`]));
    const named = Object.fromEntries(misnamed.map((file) => [file, 'export const value = 1;\n']));
    const expected = [
      ...plants,
      ...misnamed.map((file) => ({ rule: 'mortar/field-names', file })),
      ...restrictedSyntax.map(({ file }) => ({ rule: 'no-restricted-syntax', file })),
    ];
    const findings = await findingsIn({ ...soundCode, ...files, ...named }, lintFindings);
    expect(missing(expected, findings)).toEqual([]);
    expect(findings.filter(({ file }) => file in soundCode).map(asText)).toEqual([]);
  });
});

describe('the search for what nothing uses', () => {
  it('reports an unused file, export, dependency, and a package that is not declared', async () => {
    const findings = await findingsIn(
      {
        'package.json': JSON.stringify({
          name: 'plant',
          type: 'module',
          dependencies: { zod: '4.6.7', axios: '1.21.1' },
        }),
        'src/main.ts': `import 'zod';\nimport 'acorn';\nimport { used } from './parts.ts';\nused();\n`,
        'src/parts.ts': `export const used = (): void => undefined;\nexport const unused = 1;\n`,
        'src/left-over.ts': `export const value = 1;\n`,
      },
      unusedFindings,
    );
    const expected = [
      { rule: 'files', file: 'src/left-over.ts' },
      { rule: 'exports', file: 'src/parts.ts' },
      { rule: 'dependencies', file: 'package.json' },
      { rule: 'unlisted', file: 'src/main.ts' },
    ];
    expect(missing(expected, findings)).toEqual([]);
  });
});

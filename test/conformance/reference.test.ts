import memory from '../../connectors/memory/index.ts';
import { conformanceOf } from '../../src/conformance/index.ts';
import { PLANTED_COMMANDS } from './planted-commands.ts';
import { PLANTED as PLANTED_FAULTS } from './planted-faults.ts';
import { PLANTED_WEBHOOKS } from './planted-webhooks.ts';

const PLANTED = [...PLANTED_FAULTS, ...PLANTED_COMMANDS, ...PLANTED_WEBHOOKS];

const FILES = 'files in another order say the same';

describe('the reference connector', () => {
  it.each(conformanceOf(memory))('$name', async ({ name, run }) => {
    const silent: Record<string, string> = {
      [FILES]: 'It reads no files.',
      'fields that are watched exist': 'None of its fields is watched.',
      'the same webhook twice says the same, and what it names can be read': 'Its vendor sends no webhooks.',
      'a webhook that was touched on its way is forged': 'Its vendor sends no webhooks.',
    };
    expect(await run()).toBe(silent[name] ?? null);
  });
});

describe('the suite judges', () => {
  it.each(PLANTED)('a connector that $that: "$sentence" is false', async ({ sentence, connector }) => {
    const judged = conformanceOf(connector).find(({ name }) => name === sentence);
    await expect(judged?.run()).rejects.toMatchObject({ code: 'ERR_ASSERTION' });
  });

  it('by no sentence that cannot be false', () => {
    const shown = new Set(PLANTED.map(({ sentence }) => sentence));
    const sentences = conformanceOf(memory).map(({ name }) => name);
    expect(sentences.filter((sentence) => !shown.has(sentence))).toEqual([]);
  });

  it('a connector without a sandbox: it says that nothing can be tried', () => {
    const { sandbox: _, ...without } = memory;
    expect(() => conformanceOf(without)).toThrow('no sandbox');
  });
});

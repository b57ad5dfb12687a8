import { cancel, confirm, intro, outro, select, text } from '@clack/prompts';
import { PermanentError, type Connector } from '#sdk';
import type { Draft } from './init.ts';
import { settingsOf } from './settings.ts';

/** Asks for what the flags left open. */
export async function askFor(draft: Draft, connectors: readonly Connector[]): Promise<Draft> {
  intro('mortar init');
  const locale = await answered<string>(
    select({
      message: 'Language / langue',
      initialValue: draft.locale,
      options: [
        { value: 'fr', label: 'Français' },
        { value: 'en', label: 'English' },
      ],
    }),
  );
  const words = locale === 'fr' ? FRENCH : ENGLISH;
  const data = await answered<string>(text({ message: words.data, initialValue: draft.data }));
  const bricks = { ...draft.bricks };
  while (
    Object.keys(bricks).length === 0 ||
    (await answered<boolean>(confirm({ message: words.another, initialValue: false })))
  ) {
    const [name, brick] = await askBrick(connectors, Object.keys(bricks), words);
    bricks[name] = brick;
  }
  for (const [name, brick] of Object.entries(bricks)) bricks[name] = await askSettings(name, brick, connectors);
  outro(words.checked);
  return { ...draft, locale, data, bricks };
}

type Words = typeof ENGLISH;
type BrickDraft = Draft['bricks'][string];

const ENGLISH = {
  data: 'Folder of database and images',
  another: 'Another brick?',
  vendor: 'Which system?',
  name: 'What shall it be called? (lower case: shop, shop-fr)',
  badName: 'Lower-case letters, digits and hyphens, a letter first; not one that is there.',
  checked: 'It is checked and then written.',
};
const FRENCH: Words = {
  data: 'Dossier de la base et des images',
  another: 'Une autre brique ?',
  vendor: 'Quel système ?',
  name: 'Comment l’appeler ? (minuscules : boutique, boutique-fr)',
  badName: 'Minuscules, chiffres et tirets, une lettre d’abord ; pas un nom déjà pris.',
  checked: 'Le fichier est vérifié, puis écrit.',
};

async function askBrick(
  connectors: readonly Connector[],
  taken: readonly string[],
  words: Words,
): Promise<[string, BrickDraft]> {
  const language = words === FRENCH ? 'fr' : 'en';
  const options = connectors.map((each) => ({
    value: each.name,
    label: each.title[language],
    hint: each.roles.join(', '),
  }));
  const connector = await answered<string>(select({ message: words.vendor, options }));
  const name = await answered<string>(
    text({
      message: words.name,
      validate: (value = '') =>
        /^[a-z][a-z0-9-]{0,30}$/.test(value) && !taken.includes(value) ? undefined : words.badName,
    }),
  );
  return [name, { connector }];
}

/** Secrets are not asked: what is typed here would stand in the file and on the screen. */
async function askSettings(name: string, brick: BrickDraft, connectors: readonly Connector[]): Promise<BrickDraft> {
  const connector = connectors.find((each) => each.name === brick.connector);
  if (!connector) return brick;
  const { required, choices } = settingsOf(connector);
  const asked = { ...brick };
  for (const key of required.filter((one) => !(one in brick) && !connector.secrets.includes(one))) {
    const message = `${name}: ${key}`;
    const options = choices[key]?.map((value) => ({ value }));
    asked[key] = await answered<string>(options ? select({ message, options }) : text({ message }));
  }
  return asked;
}

async function answered<Value extends string | boolean>(asking: Promise<Value | symbol>): Promise<Value> {
  const value = await asking;
  if (typeof value !== 'symbol') return value;
  cancel('–');
  throw new PermanentError({ code: 'INTERRUPTED', message: 'Nothing was written.', remedy: 'Run mortar init again.' });
}

import { conformanceOf } from '../../src/conformance/index.ts';
import { connectors } from '../../src/registry.ts';

const NO_HTTP = 'It asks nothing over HTTP.';
const NO_FILES = { 'files in another order say the same': 'It reads no files.' };
const READ_BACK = 'what a command touched is read back by its id, and shows what was set';
const REFUSED = 'a command for what the brick does not have is refused for good, and does nothing';
/** A connector without commands. */
const ONLY_READ = Object.fromEntries(
  [
    'each command can be carried out',
    READ_BACK,
    'a delivery that is repeated without its steps leaves one effect',
    'a delivery that is cut off at any request and repeated leaves one effect',
    REFUSED,
  ].map((sentence) => [sentence, 'It can be told nothing.']),
);
/** A vendor that sends nothing by itself, as far as the connector knows. */
const NO_WEBHOOKS = Object.fromEntries(
  [
    'the same webhook twice says the same, and what it names can be read',
    'a webhook that was touched on its way is forged',
  ].map((sentence) => [sentence, 'Its vendor sends no webhooks.']),
);
/** A connector that only reads files. */
const FILES_ONLY = {
  'lists in another order say the same or are refused, and lose nothing': NO_HTTP,
  'a list that says a row twice says it once or is refused, and loses nothing': NO_HTTP,
  'rows that change again in the second of the checkpoint arrive with the next read': NO_HTTP,
  'a brick that asks for patience gets it, and loses nothing': NO_HTTP,
  'ids name all that a read gives, and nothing that is not there': 'None of its streams declares ids.',
  'byIds gives what a read gives, and leaves out what is absent': 'None of its streams declares byIds.',
};

/** What cannot be judged of a connector, and why: written down, so that a sentence does not fall silent unseen. */
const NOT_APPLICABLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  prestashop: {
    ...NO_WEBHOOKS,
    ...NO_FILES,
    'business that goes on arrives with the next read': 'Its sandbox stands still.',
  },
  myfulfillment: {
    ...NO_WEBHOOKS,
    ...NO_FILES,
    ...ONLY_READ,
    'rows that change again in the second of the checkpoint arrive with the next read':
      'No stream is read by a date of change that its rows tell.',
  },
  soracaisse: {
    ...NO_WEBHOOKS,
    ...FILES_ONLY,
    [READ_BACK]: 'Nothing that it writes can be read back at once.',
    [REFUSED]: 'It has no command for a thing that must be there.',
  },
  'store-commander': {
    ...NO_WEBHOOKS,
    ...FILES_ONLY,
    ...ONLY_READ,
    'fields that are watched exist': 'None of its fields is watched.',
  },
  odoo: { ...NO_FILES, ...NO_WEBHOOKS },
  woocommerce: NO_FILES,
};

/** Judges a built-in connector by the same cases as a stranger's. Each has a file of its own, since many sandboxes start. */
export function judge(name: string): void {
  const connector = connectors.find((one) => one.name === name);
  if (!connector) throw new Error(`there is no connector ${name}`);
  describe(name, () => {
    test.each(conformanceOf(connector))('$name', async (sentence) => {
      expect(await sentence.run()).toBe(NOT_APPLICABLE[name]?.[sentence.name] ?? null);
    });
  });
}

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
const NOT_APPLICABLE: Record<string, Record<string, string>> = {
  prestashop: { ...NO_FILES, 'business that goes on arrives with the next read': 'Its sandbox stands still.' },
  myfulfillment: {
    ...NO_FILES,
    ...ONLY_READ,
    'rows that change again in the second of the checkpoint arrive with the next read':
      'No stream is read by a date of change that its rows tell.',
  },
  soracaisse: {
    ...FILES_ONLY,
    [READ_BACK]: 'Nothing that it writes can be read back at once.',
    [REFUSED]: 'It has no command for a thing that must be there.',
  },
  'store-commander': { ...FILES_ONLY, ...ONLY_READ, 'fields that are watched exist': 'None of its fields is watched.' },
  odoo: NO_FILES,
};

/** Every built-in connector is judged by the same cases as a stranger's. */
describe.each(connectors.filter(({ sandbox }) => sandbox))('$name', (connector) => {
  test.each(conformanceOf(connector))(
    '$name',
    async ({ name, run }) => {
      expect(await run()).toBe(NOT_APPLICABLE[connector.name]?.[name] ?? null);
    },
    // A sandbox is started for each place at which a delivery is cut off.
    300_000,
  );
});

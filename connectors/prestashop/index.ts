/**
 * PrestaShop 1.7 to 9 through its webservice.
 *
 * A *resource* is a list of the webservice; the table in `resources.ts` says how each is read, `reading/` holds the
 * ways of reading, `mapper/` turns records into the shop's facets, `commands/` writes to the shop, `intake/` fills an empty one.
 * Nothing here keeps state beside the checkpoints.
 */
import { defineConnector, type Sandbox, type SandboxOptions } from '#sdk';
import { check } from './check.ts';
import { shopCommands } from './commands/index.ts';
import { imagesStream } from './images.stream.ts';
import { intake } from './intake/index.ts';
import { aggregates } from './mapper/aggregates.ts';
import { resourceStream } from './resource.stream.ts';
import { RESOURCES } from './resources.ts';
import { settingsSchema } from './settings.ts';
import { openWebservice } from './webservice.ts';

export default defineConnector({
  name: 'prestashop',
  title: { en: 'PrestaShop', fr: 'PrestaShop' },
  roles: ['shop'],
  settings: settingsSchema,
  secrets: ['key'],
  aggregates,
  sandbox,
  open(settings, tools) {
    const webservice = openWebservice(settings, tools);
    const lists = RESOURCES.map((resource) => resourceStream(resource, webservice, settings, tools));
    return {
      streams: [...lists, imagesStream(webservice, settings, tools)],
      commands: shopCommands({ webservice, settings }),
      intake: intake({ webservice, settings }),
      check: () => check(webservice, settings),
    };
  },
});

/** Loaded when it is wanted: a hub with a real shop carries no sandbox. */
async function sandbox(options: SandboxOptions): Promise<Sandbox> {
  const { startDemoSandbox } = await import('./sandbox/demo-sandbox.ts');
  return startDemoSandbox(options);
}

/**
 * WooCommerce 8 to 11 through its REST API v3, as shop.
 *
 * A *resource* is a list of the API; `resources.ts` says how each is read, `reading/` holds the ways of reading,
 * `mapper/` turns records into the shop's facets, `commands/` writes to the shop, `intake/` fills an empty one. Nothing here keeps state beside the checkpoints.
 */
import { defineConnector, type Sandbox, type SandboxOptions } from '#sdk';
import { check } from './check.ts';
import { shopCommands } from './commands/index.ts';
import { imagesStream } from './images.stream.ts';
import { wooIntake } from './intake/index.ts';
import { aggregates } from './mapper/aggregates.ts';
import { openMedia } from './media.ts';
import { nestedStream } from './nested.stream.ts';
import { NESTED, RESOURCES, WHOLE_LISTS } from './resources.ts';
import { resourceStream } from './resource.stream.ts';
import { openRest } from './rest.ts';
import { settingsSchema } from './settings.ts';
import { siteStream } from './site.stream.ts';
import { judge } from './webhook.ts';
import { wholeStream } from './whole.stream.ts';

export default defineConnector({
  name: 'woocommerce',
  title: { en: 'WooCommerce', fr: 'WooCommerce' },
  roles: ['shop'],
  settings: settingsSchema,
  secrets: ['consumerKey', 'consumerSecret', 'webhookSecret', 'mediaPassword'],
  aggregates,
  sandbox,
  open(settings, tools) {
    const rest = openRest(settings, tools);
    const { webhookSecret } = settings;
    return {
      streams: [
        siteStream(rest, settings),
        ...WHOLE_LISTS.map((list) => wholeStream(list, rest, tools)),
        ...RESOURCES.map((resource) => resourceStream(resource, rest, settings, tools)),
        ...NESTED.map((nested) => nestedStream(nested, rest, settings, tools)),
        imagesStream(rest, settings, tools),
      ],
      commands: shopCommands(rest),
      intake: wooIntake(rest, openMedia(settings, tools), settings.homeUrl ?? settings.url),
      ...(webhookSecret === undefined ? {} : { webhook: (delivery) => judge(delivery, webhookSecret) }),
      check: () => check(rest, settings),
    };
  },
});

/** Loaded when it is wanted: a hub with a real shop carries no sandbox. */
async function sandbox(options: SandboxOptions): Promise<Sandbox> {
  const { startDemoSandbox } = await import('./sandbox/demo-sandbox.ts');
  return startDemoSandbox(options);
}

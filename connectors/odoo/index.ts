/**
 * Odoo 14 to 19 and later, as till and as fulfilment.
 *
 * A *model* is a table of Odoo; `models.ts` says how each is read, `reading/` holds the ways of reading, `json-rpc.ts`
 * and `json2.ts` the two ways of asking, `mapper/` turns records into facets. `commands/` is all that writes.
 */
import { defineConnector, type Sandbox, type SandboxOptions } from '#sdk';
import { check } from './check.ts';
import { odooCommands } from './commands/index.ts';
import { aggregates } from './mapper/aggregates.ts';
import { modelStream } from './model.stream.ts';
import { odooIntake } from './intake/index.ts';
import { MODELS } from './models.ts';
import { openOdoo } from './odoo.ts';
import { questions } from './query.ts';
import { settingsSchema } from './settings.ts';

export default defineConnector({
  name: 'odoo',
  title: { en: 'Odoo', fr: 'Odoo' },
  roles: ['till', 'fulfilment'],
  settings: settingsSchema,
  secrets: ['key'],
  aggregates,
  sandbox,
  open(settings, tools) {
    const odoo = openOdoo(settings, tools);
    const ask = questions(odoo, settings);
    return {
      streams: MODELS.map((model) => modelStream(model, ask, settings, tools)),
      commands: odooCommands({ odoo, ask, settings }),
      intake: odooIntake({ odoo, ask, settings }),
      check: () => check(odoo, ask, settings),
    };
  },
});

/** Loaded when it is wanted: a hub with a real Odoo carries no sandbox. */
async function sandbox(options: SandboxOptions): Promise<Sandbox> {
  const { startOdooSandbox } = await import('./sandbox/index.ts');
  const { bornAt, seed, fresh = false } = options;
  return startOdooSandbox({ bornAt, seed, fresh });
}

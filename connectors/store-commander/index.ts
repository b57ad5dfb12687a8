/**
 * Store Commander: a mass-edit tool that exchanges CSV files with the world.
 *
 * A *file* lies in the folder of imports or of exports; its *lines* say what they would change. Lines that cannot be
 * read come back in a leftover file. Nothing here writes to the shop.
 */
import { defineConnector } from '#sdk';
import type { Aggregate, DropBoxOptions, Sandbox, SandboxOptions } from '#sdk';
import { checkExports, checkImports } from './check.ts';
import { filesStream } from './files.stream.ts';
import { settingsSchema } from './settings.ts';

const edits = (root: string): Aggregate => ({
  root,
  reads: [],
  // An export that is dropped again, as it is, is another edit.
  project: ({ id, body: { sha256: _sha256, ...facet } }) => [{ type: 'BulkEdit', externalId: `${root}/${id}`, facet }],
});

const storeCommander = defineConnector({
  name: 'store-commander',
  title: { en: 'Store Commander', fr: 'Store Commander' },
  roles: ['mass-edit'],
  settings: settingsSchema,
  secrets: ['in.password', 'in.privateKey', 'out.password', 'out.privateKey'],
  aggregates: [edits('imports'), edits('exports')],
  sandbox,
  open(settings, tools) {
    const boxes = { in: tools.drop(settings.in as DropBoxOptions), out: tools.drop(settings.out as DropBoxOptions) };
    return {
      streams: [filesStream('imports', boxes.in, settings, tools), filesStream('exports', boxes.out, settings, tools)],
      check: async () => [
        ...(await checkImports(boxes.in, settings.in as DropBoxOptions)),
        await checkExports(boxes.out),
      ],
      async close() {
        await boxes.in.close();
        await boxes.out.close();
      },
    };
  },
});

export default storeCommander;

/** Loaded when it is wanted: a hub with a real shop carries no sandbox. */
async function sandbox(options: SandboxOptions): Promise<Sandbox> {
  const { startMassEditSandbox } = await import('./sandbox/index.ts');
  return startMassEditSandbox(options);
}

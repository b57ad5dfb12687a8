import type { Connector, OpenBrick } from '#sdk';
import memory from '../../connectors/memory/index.ts';

/** The reference, as if its vendor pushed: what a day brings is named to whoever asked. */
function pushing(webhook: NonNullable<OpenBrick['webhook']>): Connector {
  const connector = memory as Connector;
  return {
    ...connector,
    open: (settings, tools) => ({ ...connector.open(settings, tools), webhook }),
    async sandbox(options) {
      const sandbox = await connector.sandbox?.(options);
      if (!sandbox) throw new Error('the reference has a sandbox');
      let address: string | null = null;
      return {
        ...{ url: sandbox.url, settings: sandbox.settings, close: () => sandbox.close() },
        sendTo(url) {
          address = url;
          return Promise.resolve();
        },
        async step() {
          await sandbox.step?.();
          if (address !== null) await (await fetch(address, { method: 'POST', body: 'shop' })).arrayBuffer();
        },
      };
    },
  };
}

/** Connectors that are wrong in what they make of a vendor's webhooks. */
export const PLANTED_WEBHOOKS: readonly { that: string; sentence: string; connector: Connector }[] = [
  {
    that: 'takes every webhook for forged',
    sentence: 'the same webhook twice says the same, and what it names can be read',
    connector: pushing(() => 'forged'),
  },
  {
    that: 'names records that cannot be read',
    sentence: 'the same webhook twice says the same, and what it names can be read',
    connector: pushing(() => ({ hints: [{ kind: 'nothing', ids: ['1'] }] })),
  },
  {
    that: 'believes every webhook',
    sentence: 'a webhook that was touched on its way is forged',
    connector: pushing(() => ({ hints: [{ kind: 'shop', ids: ['1'] }] })),
  },
];

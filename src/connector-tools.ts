import { resolve } from 'node:path';
import type { Program } from './cli/index.ts';
import type { ProgramOptions } from './program.ts';

/** What integrators need, joined to this program: scaffold, judge, recorder, and a hub that serves one connector. */
export function connectorTools(
  { env, cwd, entry }: ProgramOptions,
  serveOnly: (folder: string) => Promise<number>,
): Program['connectors'] {
  const at = (path: string): string => resolve(cwd, path);
  return {
    async scaffold(options) {
      const { scaffold } = await import('./extend/index.ts');
      return scaffold({ ...options, into: at(options.into) });
    },
    async judge(folder, say) {
      const { judge } = await import('./extend/index.ts');
      return judge(at(folder), say);
    },
    async record({ target, into, secretsFrom, keepPersonal }, signal, say) {
      const { startRecorder } = await import('./extend/index.ts');
      const secrets = secretsFrom.flatMap((name) => env[name] ?? []);
      const recorder = await startRecorder({ target, into: at(into), secrets, keepPersonal, say });
      say(`Give the connector this address instead of the real one: ${recorder.url}`);
      await new Promise<void>((done) => {
        signal.addEventListener('abort', () => done(), { once: true });
      });
      await recorder.close();
      say(`${recorder.count()} exchanges were written to ${into}. Read them before you share them.`);
    },
    async develop(folder, { once }, signal, say) {
      if (once) return serveOnly(at(folder));
      const { develop } = await import('./extend/index.ts');
      await develop({ folder: at(folder), entry, args: ['connector', 'dev', at(folder), '--once'], env, signal, say });
      return 0;
    },
  };
}

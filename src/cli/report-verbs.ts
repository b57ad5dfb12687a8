import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CheckedReport } from '../recovery/index.ts';
import type { CliHost } from './cli.ts';
import { exitCodes } from './exit-codes.ts';

interface CheckWish {
  signer?: string;
  json: boolean;
}

/** `mortar report check FILE`: needs no hub. */
export function reportCommands(root: Command, host: CliHost, ended: (code: number) => void): void {
  root
    .command('report')
    .description('Reports of verifications: prove that one is as the hub wrote it.')
    .command('check')
    .description(
      'Say whether a report was altered since it was signed, and by which key. 2: it was, or by another key.',
    )
    .argument('<file>', 'report.json, or one of the others with signatures.json beside it')
    .option('--signer <key>', 'the public key that must have signed it; default: that of this hub, if there is one')
    .option('--json', 'the result as one JSON object', false)
    .action(async (file: string, { signer, json }: CheckWish) => {
      const { checkReport } = await import('../recovery/index.ts');
      const expected = signer ?? (await (await host.program()).ownSigner());
      const checked = await checkReport(resolve(file), expected);
      if (json) host.terminal.out(JSON.stringify(checked));
      else for (const line of told(checked)) host.terminal.out(line);
      ended(checked.state === 'untouched' && checked.known !== false ? exitCodes.done : exitCodes.pending);
    });
}

function told({ file, state, signer, fingerprint, known }: CheckedReport): string[] {
  if (state === 'altered') return [`ALTERED: ${file} is not what a hub has signed. Trust nothing that it says.`];
  const by = `${fingerprint ?? ''} (${signer ?? ''})`;
  if (known === true) return [`Untouched: ${file} is to the byte as it was signed by ${by}, the key that you trust.`];
  if (known === false)
    return [
      `BY ANOTHER KEY: ${file} was signed by ${by}, which is not the one that was expected.`,
      'If the hub was set up anew in between, give the key of then with --signer; otherwise somebody else wrote it.',
    ];
  return [`Untouched: ${file} is to the byte as it was signed by ${by}. Compare the key: no hub is here to know it.`];
}

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { announce } from './announce.ts';

const isBlob = (path: unknown): boolean => String(path).includes('/blobs/');

/** Announces when a blob's bytes are written but nameless, and when they have their name but no record yet. */
export function watchBlobs(): void {
  const { rename, link } = fs.promises;
  const named =
    (original: (from: fs.PathLike, to: fs.PathLike) => Promise<void>) =>
    async (from: fs.PathLike, to: fs.PathLike): Promise<void> => {
      if (!isBlob(to)) return original(from, to);
      announce('blob:written');
      await original(from, to);
      announce('blob:named');
    };
  fs.promises.rename = named(rename);
  fs.promises.link = named(link);
  const { renameSync } = fs;
  fs.renameSync = (from, to) => {
    if (isBlob(to)) announce('blob:written');
    renameSync(from, to);
    if (isBlob(to)) announce('blob:named');
  };
  syncBuiltinESMExports();
}

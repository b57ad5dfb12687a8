import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One recorded exchange with a real shop. */
export interface Recording {
  file: string;
  request: { method: string; path: string; headers: Record<string, string>; body?: string; bodyBase64?: string };
  response: {
    status: number;
    headers: Record<string, string>;
    body?: string;
    bodyBase64?: string;
    bodyTruncatedTo?: number;
  };
}

/** Where the recorded shop lived; the sandbox answers with its own address. */
export const RECORDED_ORIGIN = 'http://127.0.0.1:8081';

const FOLDER = join(process.cwd(), 'connectors/prestashop/fixtures');

export function allRecordings(): Recording[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map(recording);
}

export function recording(file: string): Recording {
  return { file, ...(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Omit<Recording, 'file'>) };
}

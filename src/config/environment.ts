import { readFileSync } from 'node:fs';

/** The environment, read by name only, so that secrets may also live in files (`X_FILE`). */
export interface Environment {
  /** The variable, or else the content of the file that `<name>_FILE` names. Empty counts as absent. */
  read(name: string): Variable | undefined;
}

export type Variable = { value: string; from: string } | { unreadable: string; from: string };

export function environment(env: NodeJS.ProcessEnv): Environment {
  return {
    read(name) {
      const value = env[name];
      if (value) return { value, from: name };
      const file = env[`${name}_FILE`];
      return file ? readSecretFile(file, `${name}_FILE`) : undefined;
    },
  };
}

function readSecretFile(file: string, from: string): Variable {
  try {
    // Editors and `echo` end a file with a line break that is no part of the secret.
    return { value: readFileSync(file, 'utf8').replace(/\r?\n$/, ''), from };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown failure';
    return { unreadable: `names the file ${file}, which cannot be read (${code})`, from };
  }
}

import type { TillAlarmFacet } from '#sdk';

/** A sentence for staff. */
export type Sentence = TillAlarmFacet['message'];

/** Why something of a file was not taken. */
export interface Problem {
  code: string;
  row: number | null;
  column: string | null;
  message: Sentence;
}

/** Refuses a whole file. */
export class FileRefused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message.en);
    this.name = 'FileRefused';
    this.problem = problem;
  }
}

/** A cell that says nothing sensible. */
export function cellProblem(code: string, row: number, column: string, en: string, fr: string): Problem {
  const message = {
    en: `Row ${row}, column ${column}: ${en}`,
    fr: `Ligne ${row}, colonne ${column} : ${fr}`,
  };
  return { code, row, column, message };
}

export function refuseCell(code: string, row: number, column: string, en: string, fr: string): never {
  throw new FileRefused(cellProblem(code, row, column, en, fr));
}

import { PermanentError, type Table } from '#sdk';
import { nearestSubject } from './subject.ts';
import { SUBJECTS, type Subject } from '../claim.ts';
import { contentScore, told } from './recognise.ts';
import { FIELDS_OF, headingScore, type FieldName } from './headings.ts';

/** What one column is taken for. */
export interface ColumnProposal {
  heading: string;
  /** Null: it is left out. */
  field: FieldName | null;
  /** 0 to 1. */
  confidence: number;
  /** For people: by its heading, by its content, by the saved map. */
  why: string;
  samples: string[];
}

/** How a file is read. What a saved map holds. */
export interface Mapping {
  subject: Subject;
  /** Heading to field, null: left out. */
  columns: Record<string, FieldName | null>;
}

export interface Proposal {
  mapping: Mapping;
  columns: ColumnProposal[];
}

/** What a person has said of a file. */
export interface Asked {
  subject?: Subject;
  /** Single columns. */
  said?: Readonly<Mapping['columns']>;
  /** A saved map; headings that this file does not have are left out. */
  map?: Mapping;
}

const SURE_ENOUGH = 0.5;
const SAMPLES = 3;
const LONGEST_SAMPLE = 60;

/** Proposes what each column is: by its heading and by its content. What was said by a person stands. */
export function propose(table: Table, asked: Asked): Proposal {
  refuseUnknown(table, asked.said ?? {});
  const saved = Object.entries(asked.map?.columns ?? {}).filter(([heading]) => table.headings.includes(heading));
  const said = { ...Object.fromEntries(saved), ...asked.said };
  const subject = asked.subject ?? asked.map?.subject;
  return chosen(table, subject ? [subject] : SUBJECTS, said);
}

function chosen(table: Table, subjects: readonly Subject[], said: Readonly<Mapping['columns']>): Proposal {
  const proposals = subjects.map((subject) => ({ subject, columns: columnsOf(table, subject, said) }));
  const { subject, columns } = nearestSubject(proposals);
  const mapping = { subject, columns: Object.fromEntries(columns.map(({ heading, field }) => [heading, field])) };
  return { mapping, columns };
}

function columnsOf(table: Table, subject: Subject, said: Readonly<Mapping['columns']>): ColumnProposal[] {
  const proposed = table.headings.map((heading) => columnOf(table, heading, subject, said));
  // One column for each field: the surest, and of equals the first.
  return proposed.map((column) => {
    const { field, confidence } = column;
    if (field === null) return column;
    const same = proposed.filter((other) => other.field === field);
    const best = same.reduce((a, b) => (b.confidence > a.confidence ? b : a));
    if (best === column) return column;
    const why = `"${best.heading}" is more surely ${field}`;
    return { ...column, field: null, confidence: confidence / 2, why };
  });
}

function columnOf(
  { rows }: Table,
  heading: string,
  subject: Subject,
  said: Readonly<Mapping['columns']>,
): ColumnProposal {
  const texts = rows.map(({ cells }) => cells[heading] ?? '');
  const samples = [...new Set(texts.filter((text) => text !== ''))].slice(0, SAMPLES).map(shortened);
  const person = said[heading];
  if (person !== undefined) return { heading, field: person, confidence: 1, why: 'as it was said', samples };
  const fields = FIELDS_OF[subject];
  let best: Omit<ColumnProposal, 'heading' | 'samples'> = { field: null, confidence: 0, why: 'nothing it could be' };
  for (const field of fields) {
    const byHeading = headingScore(heading, field);
    const byContent = contentScore(texts, field);
    if (byHeading === 0) continue;
    const confidence = byContent === null ? byHeading * 0.9 : byHeading * (0.3 + 0.7 * byContent);
    const why =
      byContent === null ? 'by its heading' : `by its heading; ${Math.round(byContent * 100)} % of the cells agree`;
    if (confidence > best.confidence) best = { field, confidence, why };
  }
  const telling = told(texts);
  if (best.confidence < SURE_ENOUGH && telling !== null && fields.includes(telling))
    best = { field: telling, confidence: 0.75, why: 'by its content alone' };
  const round = Math.round(best.confidence * 100) / 100;
  return { heading, ...best, field: best.confidence < SURE_ENOUGH ? null : best.field, confidence: round, samples };
}

function refuseUnknown(table: Table, said: Readonly<Mapping['columns']>): void {
  const unknown = Object.entries(said).find(([heading]) => !table.headings.includes(heading));
  if (!unknown) return;
  throw new PermanentError({
    code: 'SALVAGE_COLUMN_UNKNOWN',
    message: `There is no column "${unknown[0]}". The file has: ${table.headings.slice(0, 30).join(', ')}.`,
    remedy: 'Name a column as the file heads it, or leave the saved map out.',
  });
}

function shortened(text: string): string {
  return text.length > LONGEST_SAMPLE ? `${text.slice(0, LONGEST_SAMPLE - 1)}…` : text;
}

import { XMLParser } from 'fast-xml-parser';

/** One error as the webservice says it. */
export interface Complaint {
  code: number;
  message: string;
}

const parser = new XMLParser({ processEntities: false, parseTagValue: false, isArray: (name) => name === 'error' });

/** The errors in a body, JSON or XML, without PHP's warnings and without paths of the server. */
export function readComplaints(body: string): Complaint[] {
  const text = body.trimStart();
  const found = text.startsWith('{') ? fromJson(text) : text.startsWith('<?xml') ? fromXml(text) : [];
  return found
    .filter(({ message }) => !message.startsWith('[PHP '))
    .map(({ code, message }) => ({ code, message: clean(message) }));
}

function clean(message: string): string {
  return message
    .replace(/(?<![\w/])\/(?:[\w.-]+\/)+[\w.-]*/g, '[path]')
    .replace(/[A-Za-z]:\\[^\s,)]+/g, '[path]')
    .replace(/\s*The full list is:.*$/s, '')
    .slice(0, 300);
}

function fromJson(text: string): Complaint[] {
  try {
    return toComplaints((JSON.parse(text) as { errors?: unknown }).errors);
  } catch {
    return [];
  }
}

function fromXml(text: string): Complaint[] {
  try {
    const root = parser.parse(text) as { prestashop?: { errors?: { error?: unknown } } };
    return toComplaints(root.prestashop?.errors?.error);
  } catch {
    return [];
  }
}

function toComplaints(list: unknown): Complaint[] {
  if (!Array.isArray(list)) return [];
  return list.map((entry: { code?: string | number; message?: string }) => ({
    code: Number(entry.code ?? 0),
    message: entry.message ?? '',
  }));
}

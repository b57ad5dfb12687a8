import type { Finding, Report } from './report.ts';

type Locale = 'en' | 'fr';

const TEXTS = {
  en: {
    title: 'Verification report',
    good: 'Everything that was compared is as it was.',
    bad: (count: number): string => `${String(count)} differences need a person.`,
    types: 'What was compared',
    findings: 'Differences',
    expected: 'Expected differences',
    witness: 'Seen by a witness',
    heads: {
      types: ['Type', 'Source', 'Target', 'Equal'],
      findings: ['What', 'Type', 'Id', 'Field', 'Source', 'Target', 'Changed since'],
      expected: ['Field', 'How many', 'Why'],
      witness: ['Page', 'Result', 'Not seen'],
    },
    kinds: { different: 'different', missing: 'missing', surplus: 'surplus' },
    states: { seen: 'seen', differs: 'differs', unreachable: 'not reachable' },
    yes: 'yes',
    listed: (shown: number, all: number): string => `${String(shown)} of ${String(all)} are listed.`,
    signed: 'SHA-256 over the canonical JSON of this report. It shows that a report was altered, not who wrote it:',
  },
  fr: {
    title: 'Rapport de vérification',
    good: 'Tout ce qui a été comparé est conforme.',
    bad: (count: number): string => `${String(count)} différences demandent une décision.`,
    types: 'Ce qui a été comparé',
    findings: 'Différences',
    expected: 'Différences attendues',
    witness: 'Vu par un témoin',
    heads: {
      types: ['Type', 'Source', 'Cible', 'Égaux'],
      findings: ['Quoi', 'Type', 'Identifiant', 'Champ', 'Source', 'Cible', 'Modifié depuis'],
      expected: ['Champ', 'Combien', 'Pourquoi'],
      witness: ['Page', 'Résultat', 'Non vu'],
    },
    kinds: { different: 'différent', missing: 'manquant', surplus: 'en trop' },
    states: { seen: 'vu', differs: 'différent', unreachable: 'injoignable' },
    yes: 'oui',
    listed: (shown: number, all: number): string => `${String(shown)} sur ${String(all)} sont listées.`,
    signed: 'SHA-256 du JSON canonique de ce rapport. Il montre qu’un rapport a été modifié, pas qui l’a écrit :',
  },
} as const;

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;color:#111}
table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}th,td{border:1px solid #767676;padding:.3rem .5rem;
text-align:left;vertical-align:top;overflow-wrap:anywhere}.verdict{font-size:1.25rem;font-weight:600}`;

/** One page that needs nothing else: no script, no address of anybody. */
export function htmlOf(report: Report, locale: Locale): string {
  const t = TEXTS[locale];
  const failed = report.findingCount + report.witness.filter(({ state }) => state === 'differs').length;
  const { heads } = t;
  const shown = report.findings.length;
  const parts = [
    `<h1>${t.title}</h1>`,
    `<p class="verdict">${failed === 0 ? `✔ ${t.good}` : `✘ ${escaped(t.bad(failed))}`}</p>`,
    `<p>${escaped(`${report.way} · ${report.source} → ${report.target} · ${report.at} · ${report.verifiedAt} · ${report.move}`)}</p>`,
    table(
      t.types,
      heads.types,
      report.types.map((one) => [one.type, one.source, one.target, one.equal]),
    ),
    table(
      t.findings,
      heads.findings,
      report.findings.map((one) => cellsOf(one, t)),
    ),
    shown < report.findingCount ? `<p>${escaped(t.listed(shown, report.findingCount))}</p>` : '',
    table(
      t.expected,
      heads.expected,
      report.expected.map(({ path, count, reason }) => [path, count, reason[locale]]),
    ),
    table(
      t.witness,
      heads.witness,
      report.witness.map(({ page, state, lacking }) => [page, t.states[state], lacking.join('; ')]),
    ),
    `<p>${t.signed} <code>${report.hash}</code></p>`,
  ];
  return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><title>${t.title}</title><style>${STYLE}</style>
${parts.join('\n')}</html>\n`;
}

function cellsOf(one: Finding, t: (typeof TEXTS)[Locale]): string[] {
  const since = one.changedSince ? t.yes : '';
  return [t.kinds[one.kind], one.type, one.hubId, one.path, one.source ?? '', one.target ?? '', since];
}

function table(title: string, heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  if (rows.length === 0) return '';
  const head = heads.map((one) => `<th scope="col">${escaped(one)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((one) => `<td>${escaped(String(one))}</td>`).join('')}</tr>`);
  return `<h2>${escaped(title)}</h2><table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

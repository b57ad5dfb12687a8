import type { Cause, Finding } from './findings.ts';
import type { Notice } from './state.ts';

type Locale = 'fr' | 'en';
type Facts = Finding['facts'];

/** What is wrong, and what to do next; each step is a command or one deed. */
interface Words {
  title(facts: Facts): string;
  sentence(facts: Facts): string;
  next(facts: Facts): string[];
}

/** An alert as a person reads it. */
export interface AlertText {
  title: string;
  sentence: string;
  next: string[];
}

const en: Record<Cause, Words> = {
  'brick-down': {
    title: ({ brick }) => `${brick} is down`,
    sentence: ({ brick, at, code }) =>
      `${brick} has not been read since ${at} (${code}). Queries go on with what was read before; what is sold is queued.`,
    next: ({ brick }) => [
      `mortar check ${brick}`,
      `mortar sync ${brick}`,
      'Still down: call whoever runs it; the survival kit has what the shop floor needs.',
    ],
  },
  hold: {
    title: ({ brick, kind }) => `${brick}: changes of ${kind} wait for a person`,
    sentence: ({ changes, brick, kind, rules, at, way }) =>
      way === 'outgoing'
        ? `${changes} changes that the hub would write to ${brick}, ${kind}, wait since ${at} (${rules}). Nothing is lost, and the rest goes on.`
        : `${changes} changes of ${kind} were read at ${at} and are not shown (${rules}). Nothing is lost, and the rest goes on.`,
    next: ({ brick, way }) => [
      'Look at them: query { holds(state: OPEN, first: 20) { nodes { brick stream reasons { message } sample } } }',
      way === 'outgoing'
        ? 'Are they meant? mortar hold list; then accept or reject it.'
        : `Were they meant? If not, mend them in ${brick}; then: mortar sync ${brick}`,
    ],
  },
  'dead-letter': {
    title: ({ brick, count }) => `${brick} refused ${count} message(s)`,
    sentence: ({ brick, count, at }) => `${count} message(s) cannot be delivered to ${brick}; the oldest is of ${at}.`,
    next: () => [
      'Look at them: query { messages(filter: {state: DEAD}, first: 20) { nodes { id command failure { code message remedy } } } }',
      'Mend the reason, then redriveMessage(id: …); or discardMessage(id: …, reason: …).',
    ],
  },
  quiet: {
    title: ({ name }) => `Nothing new from ${name}`,
    sentence: ({ name, hours, at }) =>
      `${name} is read without a failure, but nothing has moved for ${hours} hours (since ${at}).`,
    next: ({ brick }) => [
      `Look at ${brick} itself: is there something newer than that?`,
      `If so: mortar check ${brick}, then mortar sync ${brick} --full`,
      'If not, and that is usual: raise alerts.quiet in the configuration.',
    ],
  },
  drift: {
    title: ({ count }) => `Stock differs for ${count} variants`,
    sentence: ({ count }) => `The shop shows another stock than its owner has for ${count} variants.`,
    next: () => [
      'Look at them: query { stockDiscrepancies(first: 50) { nodes { variant { sku } shopQuantity available } } }',
      'See `flows`: is stock-to-shop on? reconcileFlow takes all differences of now.',
    ],
  },
  'flow-drift': {
    title: ({ flow, to }) => `${to} lacks what ${flow} should bring`,
    sentence: ({ flow, from, to, count }) =>
      `The flow ${flow} from ${from} to ${to} is on, and ${count} values have differed for an hour (no more than 500 are counted).`,
    next: ({ flow, from, to }) => [
      `Look at them: query { flowDifferences(name: "${flow}", from: "${from}", to: "${to}", first: 50) { subject before after } }`,
      `Was it turned on late, or away for long? reconcileFlow writes all differences of now. Else: mortar sync ${to}`,
    ],
  },
  disk: {
    title: () => 'The disk is filling',
    sentence: ({ folder, freeMb, leastMb }) =>
      `${freeMb} MB are free where ${folder} lies; at least ${leastMb} MB should be.`,
    next: ({ folder }) => [
      `du -xh --max-depth=2 ${folder} | sort -h | tail`,
      'Free room, or move the data folder to a larger disk.',
      'mortar doctor',
    ],
  },
  backup: {
    title: () => 'No backup is proven',
    sentence: ({ days, at, count }) =>
      `No backup was restored and compared within ${days} days (last: ${at}; backups there are: ${count}).`,
    next: () => ['mortar backup verify', 'mortar doctor'],
  },
  journal: {
    title: ({ target }) => `${target} does not get what is sold`,
    sentence: ({ target, at, minutes, code }) =>
      `What was acknowledged after ${at} does not lie at ${target} yet; ${minutes} minutes are allowed (${code}). Where no other target has it, it would be lost with this machine.`,
    next: ({ target }) => [
      `Is ${target} reachable from here, and is there room? mortar doctor`,
      'See where it lies: query { backups(first: 1) { journalAt copies { target journalAt } } }',
      'Once it answers, it gets what it missed by itself.',
    ],
  },
  people: {
    title: ({ token }) => `The token ${token} reads about many people`,
    sentence: ({ token, span, count, state }) =>
      `${token} has read about ${count} people this ${span}${state === 'stopped' ? ', which is its limit: it may read no more of them' : ''}.`,
    next: ({ token }) => [
      `Do you expect that of it? If not: mortar token revoke ${token}`,
      `Whom it has read: query { auditEntries(first: 20, token: "${token}") { nodes { at operation people } } }`,
      'If it is usual: raise access.people in the configuration.',
    ],
  },
  drill: {
    title: ({ brick }) => `${brick} is not proven to be rebuildable`,
    sentence: ({ brick, days, at, code }) =>
      `${brick} was last rebuilt and compared at ${at} (${code}); every ${days} days are promised.`,
    next: ({ brick }) => [
      `mortar drill ${brick}`,
      'See what it found: query { drills(first: 5) { brick outcome endedAt refusals examples problem } }',
    ],
  },
};

const fr: Record<Cause, Words> = {
  'brick-down': {
    title: ({ brick }) => `${brick} est en panne`,
    sentence: ({ brick, at, code }) =>
      `${brick} n’a pas été lu depuis ${at} (${code}). Les requêtes répondent avec ce qui a été lu avant ; ce qui est vendu attend en file.`,
    next: ({ brick }) => [
      `mortar check ${brick}`,
      `mortar sync ${brick}`,
      'Toujours en panne : appelez qui l’exploite ; le kit de survie a ce qu’il faut au magasin.',
    ],
  },
  hold: {
    title: ({ brick, kind }) => `${brick} : des changements de ${kind} attendent une personne`,
    sentence: ({ changes, brick, kind, rules, at, way }) =>
      way === 'outgoing'
        ? `${changes} changements que le hub écrirait dans ${brick}, ${kind}, attendent depuis ${at} (${rules}). Rien n’est perdu, le reste continue.`
        : `${changes} changements de ${kind} ont été lus à ${at} et ne sont pas montrés (${rules}). Rien n’est perdu, le reste continue.`,
    next: ({ brick, way }) => [
      'Regardez-les : query { holds(state: OPEN, first: 20) { nodes { brick stream reasons { message } sample } } }',
      way === 'outgoing'
        ? 'Sont-ils voulus ? mortar hold list, puis acceptez ou rejetez.'
        : `Étaient-ils voulus ? Sinon, corrigez-les dans ${brick}, puis : mortar sync ${brick}`,
    ],
  },
  'dead-letter': {
    title: ({ brick, count }) => `${brick} a refusé ${count} message(s)`,
    sentence: ({ brick, count, at }) =>
      `${count} message(s) ne peuvent être livrés à ${brick} ; le plus ancien est du ${at}.`,
    next: () => [
      'Regardez-les : query { messages(filter: {state: DEAD}, first: 20) { nodes { id command failure { code message remedy } } } }',
      'Corrigez la cause, puis redriveMessage(id: …) ; ou discardMessage(id: …, reason: …).',
    ],
  },
  quiet: {
    title: ({ name }) => `Rien de nouveau de ${name}`,
    sentence: ({ name, hours, at }) =>
      `${name} est lu sans erreur, mais rien n’a bougé depuis ${hours} heures (depuis ${at}).`,
    next: ({ brick }) => [
      `Regardez dans ${brick} : y a-t-il plus récent ?`,
      `Si oui : mortar check ${brick}, puis mortar sync ${brick} --full`,
      'Si non, et que c’est habituel : augmentez alerts.quiet dans la configuration.',
    ],
  },
  drift: {
    title: ({ count }) => `Le stock diffère pour ${count} déclinaisons`,
    sentence: ({ count }) =>
      `La boutique montre un autre stock que celui de son propriétaire pour ${count} déclinaisons.`,
    next: () => [
      'Regardez-les : query { stockDiscrepancies(first: 50) { nodes { variant { sku } shopQuantity available } } }',
      'Voyez `flows` : stock-to-shop est-il actif ? reconcileFlow reprend tous les écarts du moment.',
    ],
  },
  'flow-drift': {
    title: ({ flow, to }) => `Il manque à ${to} ce que ${flow} doit apporter`,
    sentence: ({ flow, from, to, count }) =>
      `Le flux ${flow} de ${from} vers ${to} est actif, et ${count} valeurs diffèrent depuis une heure (on ne compte que jusqu’à 500).`,
    next: ({ flow, from, to }) => [
      `Regardez-les : query { flowDifferences(name: "${flow}", from: "${from}", to: "${to}", first: 50) { subject before after } }`,
      `A-t-il été activé tard, ou longtemps absent ? reconcileFlow écrit tous les écarts du moment. Sinon : mortar sync ${to}`,
    ],
  },
  disk: {
    title: () => 'Le disque se remplit',
    sentence: ({ folder, freeMb, leastMb }) =>
      `${freeMb} Mo sont libres là où se trouve ${folder} ; il en faudrait au moins ${leastMb}.`,
    next: ({ folder }) => [
      `du -xh --max-depth=2 ${folder} | sort -h | tail`,
      'Libérez de la place, ou déplacez le dossier de données sur un disque plus grand.',
      'mortar doctor',
    ],
  },
  backup: {
    title: () => 'Aucune sauvegarde n’est prouvée',
    sentence: ({ days, at, count }) =>
      `Aucune sauvegarde n’a été restaurée et comparée depuis ${days} jours (dernière : ${at} ; sauvegardes présentes : ${count}).`,
    next: () => ['mortar backup verify', 'mortar doctor'],
  },
  journal: {
    title: ({ target }) => `${target} ne reçoit pas ce qui est vendu`,
    sentence: ({ target, at, minutes, code }) =>
      `Ce qui a été confirmé après ${at} n’est pas encore sur ${target} ; ${minutes} minutes sont admises (${code}). Si aucune autre cible ne l’a, cela serait perdu avec cette machine.`,
    next: ({ target }) => [
      `${target} est-elle joignable d’ici, et y a-t-il de la place ? mortar doctor`,
      'Voyez où cela se trouve : query { backups(first: 1) { journalAt copies { target journalAt } } }',
      'Dès qu’elle répond, elle reçoit d’elle-même ce qui lui manque.',
    ],
  },
  people: {
    title: ({ token }) => `Le jeton ${token} lit beaucoup de personnes`,
    sentence: ({ token, span, count, state }) =>
      `${token} a lu ${count} personnes ${span === 'hour' ? 'cette heure-ci' : 'aujourd’hui'}${state === 'stopped' ? ', sa limite : il n’en lira pas d’autres' : ''}.`,
    next: ({ token }) => [
      `Est-ce attendu ? Sinon : mortar token revoke ${token}`,
      `Qui il a lu : query { auditEntries(first: 20, token: "${token}") { nodes { at operation people } } }`,
      'Si c’est habituel : augmentez access.people dans la configuration.',
    ],
  },
  drill: {
    title: ({ brick }) => `Rien ne prouve que ${brick} peut être reconstruite`,
    sentence: ({ brick, days, at, code }) =>
      `${brick} a été reconstruite et comparée pour la dernière fois le ${at} (${code}) ; tous les ${days} jours est promis.`,
    next: ({ brick }) => [
      `mortar drill ${brick}`,
      'Voyez ce qui a été trouvé : query { drills(first: 5) { brick outcome endedAt refusals examples problem } }',
    ],
  },
};

const CATALOGUE: Record<Locale, Record<Cause, Words>> = { en, fr };

const KINDS: Record<Locale, Record<Notice['kind'], (title: string) => string>> = {
  en: { opened: (title) => title, reminder: (title) => `Still: ${title}`, over: (title) => `Over: ${title}` },
  fr: { opened: (title) => title, reminder: (title) => `Toujours : ${title}`, over: (title) => `Terminé : ${title}` },
};

const FRAME = {
  en: { next: 'What to do next:', since: 'Since', until: 'until', alerts: 'alerts', nothing: 'Nothing is left to do.' },
  fr: {
    next: 'Que faire :',
    since: 'Depuis',
    until: 'jusqu’à',
    alerts: 'alertes',
    nothing: 'Il n’y a plus rien à faire.',
  },
};

export function textOf({ kind, finding }: Pick<Notice, 'kind' | 'finding'>, locale: Locale): AlertText {
  const words = CATALOGUE[locale][finding.cause];
  const facts = readable(finding.facts, locale);
  return {
    title: KINDS[locale][kind](words.title(facts)),
    sentence: words.sentence(facts),
    next: kind === 'over' ? [] : words.next(facts),
  };
}

/** Subject and text of one mail that tells all of these. */
export function mailOf(notices: readonly Notice[], locale: Locale, name: string): { subject: string; text: string } {
  const texts = notices.map((notice) => ({ notice, ...textOf(notice, locale) }));
  const [only] = texts;
  const what = texts.length === 1 && only ? only.title : `${texts.length} ${FRAME[locale].alerts}`;
  return { subject: `[${name}] ${what}`, text: `${texts.map((one) => paragraph(one, locale)).join('\n\n')}\n` };
}

function paragraph({ notice, title, sentence, next }: AlertText & { notice: Notice }, locale: Locale): string {
  const { since, until, next: heading, nothing } = FRAME[locale];
  const when = `${since} ${readableTime(notice.since, locale)}`;
  const lines =
    notice.kind === 'over'
      ? [`${when} ${until} ${readableTime(notice.at, locale)}.`, nothing]
      : [sentence, `${when}.`, '', heading, ...next.map((step) => `  - ${step}`)];
  return [title, '='.repeat(title.length), ...lines].join('\n');
}

function readable(facts: Facts, locale: Locale): Facts {
  const { at } = facts;
  return typeof at === 'string' && at !== '–' ? { ...facts, at: readableTime(at, locale) } : facts;
}

/** In UTC and saying so: a server's zone is not its reader's. */
function readableTime(time: string, locale: Locale): string {
  const options = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', options).format(new Date(time))} UTC`;
}

import type { Bilingual, Language } from './language.ts';

const texts = {
  examples: { fr: 'Exemples', en: 'Examples' },
  examplesIntro: {
    fr: 'Chaque exemple s’ouvre dans un nouvel onglet. Ils lisent seulement : aucun ne modifie vos données.',
    en: 'Each example opens in a new tab. They only read: none of them changes your data.',
  },
  exampleOpened: {
    fr: 'Ouvert dans un nouvel onglet. Ctrl+Entrée l’exécute :',
    en: 'Opened in a new tab. Ctrl+Enter runs it:',
  },
  language: { fr: 'Langue', en: 'Language' },
  signIn: { fr: 'Se connecter', en: 'Sign in' },
  signOut: { fr: 'Se déconnecter', en: 'Sign out' },
  signInIntro: {
    fr: 'Collez le jeton que votre administrateur vous a donné, ou ouvrez le lien qui le contient.',
    en: 'Paste the token that your administrator gave you, or open the link that carries it.',
  },
  tokenKept: {
    fr: 'Il est oublié à la fermeture de cet onglet.',
    en: 'It is forgotten when this tab is closed.',
  },
  token: { fr: 'Jeton d’accès', en: 'Access token' },
  trying: { fr: 'Vérification du jeton…', en: 'Checking the token…' },
  refused: {
    fr: 'Le hub a refusé ce jeton : il est faux, expiré ou révoqué. Demandez-en un nouveau, puis collez-le ici.',
    en: 'The hub refused this token: it is wrong, expired or revoked. Ask for a new one, then paste it here.',
  },
  unreachable: {
    fr: 'Le hub ne répond pas ; votre jeton n’a pas été vérifié. Réessayez dans un instant.',
    en: 'The hub does not answer; your token was not checked. Try again in a moment.',
  },
  queryEditor: { fr: 'Requête', en: 'Query' },
  variableEditor: { fr: 'Variables', en: 'Variables' },
  headerEditor: { fr: 'En-têtes', en: 'Headers' },
  responseEditor: { fr: 'Réponse', en: 'Response' },
  leaveEditor: { fr: 'Échap : quitter l’éditeur', en: 'Escape: leave the editor' },
  schemaUnread: {
    fr: 'Le schéma n’a pas pu être lu : pas de complétion ni de documentation pour l’instant. Raison :',
    en: 'The schema could not be read: no completion or documentation for now. Reason:',
  },
  readAgain: { fr: 'Relire le schéma', en: 'Read the schema again' },
} satisfies Record<string, Bilingual>;

/** The name of one text of the page. */
export type TextKey = keyof typeof texts;

/** The text in the reader's language. */
export const text = (key: TextKey, language: Language): string => texts[key][language];

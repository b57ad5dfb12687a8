const SECRETS =
  /pass(word|wd|phrase)?$|passwd|^pass|secret|token|api[-_]?key|ws_key|authorization|cookie|signature|session|mot_?de_?passe|private_?key/;
/** Whole words of a name: `nom` is a person's, `nombre` and `nomenclature` are not. English, French and vendors' own. */
const PERSONAL = new Set(
  (
    'mail email emails courriel phone telephone tel mobile portable gsm fax ' +
    'firstname lastname fullname surname forename middlename maidenname username login ' +
    'nom prenom noms prenoms civilite naissance birth birthday birthdate dob gender sexe ' +
    'address addresses address1 address2 adresse adresses adresse1 adresse2 street street2 rue zip zipcode postcode postal city ville ' +
    'customer customers client clients acheteur buyer recipient destinataire contact partner cashier caissier vendeur seller ' +
    'vat tva siret siren iban bic rib nif ssn passport card pan carte cvv cvc cvx ' +
    'company societe employee employe ip latitude longitude lat lng'
  ).split(' '),
);
/** Names of several words that are a person's though none of their words is. */
const PHRASES =
  /(^|_)(display|first|last|full|given|family|user|commercial|complete|partner|customer|client)_?names?(_|$)/;
/** What is a figure or a key of the vendor's under such a word: `client_id`, `tva_rate`, `card_type`. */
const FIGURES =
  /(^|_)(id|ids|count|nb|nombre|rate|taux|amount|montant|type|group|groups|kind|status|date|total|excl|incl|mode|lang|language|currency)(_|$)/;

/** Whether what goes under this name opens something. */
export function isSecretName(name: string): boolean {
  return SECRETS.test(wordsOf(name));
}

/** Whether what goes under this name is of a person. */
export function isPersonalName(name: string): boolean {
  const words = wordsOf(name);
  if (PHRASES.test(words)) return true;
  if (FIGURES.test(words) && !/(^|_)(mail|email|phone|tel|iban)(_|$)/.test(words)) return false;
  const parts = words.split('_');
  // `first_name`, `vat_number`, `postCode`: joined again, too.
  return parts.some((part, at) => PERSONAL.has(part) || PERSONAL.has(part + (parts[at + 1] ?? '')));
}

/** `Billing[firstName]` and `prénom-client` in one form: `billing_first_name`, `prenom_client`. */
function wordsOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
}

/** A sentence for staff, in both languages. */
export interface Words {
  en: string;
  fr: string;
}

export const NOT_BROUGHT: Words = {
  en: 'Told in the plan: nothing brings this kind by itself.',
  fr: 'Annoncé dans le plan : rien ne reprend ce type en tant que tel.',
};

export const LEFT_OUT: Words = {
  en: 'Told in the plan: left out on purpose.',
  fr: 'Annoncé dans le plan : laissé de côté volontairement.',
};

export const HAD_BEFORE: Words = {
  en: 'The target had it before it was filled.',
  fr: 'La cible l’avait déjà avant d’être remplie.',
};

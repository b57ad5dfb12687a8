import type { GuideWords } from './guide.ts';

/** Les consignes, en français. */
export const guideFr: GuideWords = {
  welcome: [
    { kind: 'title', text: 'À lire d’abord' },
    {
      kind: 'paragraph',
      text: 'Ce dossier permet de vendre, préparer et livrer sans informatique. Il a été écrit par le hub à partir de sa copie de vos outils. Chaque feuille dit en bas de page de quand datent ses données : ce qui s’est passé depuis n’y est pas.',
    },
    {
      kind: 'paragraph',
      text: 'Il contient des données personnelles : rangez-le sous clé, ne l’envoyez pas par e-mail, détruisez les anciens exemplaires.',
    },
    { kind: 'heading', text: 'Ce qu’il contient' },
    { kind: 'item', text: '10 et 11 : prix et stock, par catégorie et par lieu.' },
    { kind: 'item', text: '20 à 22 : commandes ouvertes, listes de préparation, bons de livraison.' },
    { kind: 'item', text: '30 et 31 : clients et cartes de fidélité. 40 et 41 : fournisseurs et commandes en cours.' },
    { kind: 'item', text: '50 : codes-barres des articles en vente, à scanner sur la feuille.' },
    {
      kind: 'item',
      text: 'Les mêmes tableaux en CSV et en XLSX, et une page HTML qui cherche dans tout, sans internet : ouvrez-la dans un navigateur.',
    },
  ],
  incident: [
    { kind: 'title', text: 'En cas d’incident' },
    { kind: 'heading', text: 'La première heure' },
    { kind: 'step', text: 'Noter l’heure et ce qui a été vu, par qui. Photographier les écrans.' },
    {
      kind: 'step',
      text: 'Débrancher du réseau les postes touchés. Ne pas les éteindre, ne rien effacer, ne pas payer de rançon.',
    },
    { kind: 'step', text: 'Débrancher le support des sauvegardes s’il est relié à une machine touchée.' },
    { kind: 'step', text: 'Appeler l’agence, puis l’assureur (voir Téléphones).' },
    { kind: 'step', text: 'Imprimer ce kit depuis un poste sain, ou prendre le dernier exemplaire imprimé.' },
    { kind: 'step', text: 'Changer, depuis un poste sain, les mots de passe et les clés d’accès de chaque brique.' },
    { kind: 'heading', text: 'Dans les 72 heures' },
    {
      kind: 'step',
      text: 'Données personnelles volées, perdues ou indisponibles : notifier la CNIL dans les 72 heures (notifications.cnil.fr), sauf absence de risque. La notification peut se faire en deux temps. Tenir le registre dans tous les cas.',
    },
    { kind: 'step', text: 'Déposer plainte. L’assureur peut l’exiger dans les 72 heures.' },
    { kind: 'step', text: 'Prévenir les clients concernés si le risque pour eux est élevé.' },
    { kind: 'heading', text: 'À noter au fil des heures' },
    { kind: 'field', label: 'Début constaté', text: '' },
    { kind: 'field', label: 'Appareils touchés', text: '' },
    { kind: 'field', label: 'Personnes prévenues', text: '' },
    { kind: 'field', label: 'Numéro de plainte', text: '' },
  ],
  onPaper: [
    { kind: 'title', text: 'Travailler sur papier' },
    {
      kind: 'step',
      text: 'Vendre : chercher l’article dans la feuille 10, noter référence, quantité, prix TTC, heure et moyen de paiement sur un carnet numéroté. Garder un double de chaque ticket.',
    },
    {
      kind: 'step',
      text: 'Noter la référence de l’article, jamais sa seule désignation : c’est elle qui permettra de ressaisir.',
    },
    {
      kind: 'step',
      text: 'Préparer : prendre la feuille 21, cocher chaque ligne, joindre le bon de livraison de la feuille 22.',
    },
    { kind: 'step', text: 'Rayer sur la feuille 20 chaque commande envoyée, avec l’heure et le numéro de suivi.' },
    { kind: 'step', text: 'Noter chaque mouvement de stock sur la feuille 11 : entrée, sortie, retour.' },
    { kind: 'step', text: 'Fidélité : noter le numéro de carte et le montant ; les points seront portés plus tard.' },
    { kind: 'step', text: 'Conserver tous les papiers : ils seront ressaisis, et ils sont des pièces comptables.' },
  ],
  recovery: [
    { kind: 'title', text: 'Remettre en route' },
    { kind: 'paragraph', text: 'Ces étapes sont pour l’agence. Les commandes se tapent sur la machine du hub.' },
    {
      kind: 'step',
      text: 'Prendre une machine saine, à jour, avec des mots de passe neufs. Ne pas restaurer sur une machine touchée.',
    },
    {
      kind: 'step',
      text: 'Choisir la sauvegarde : la dernière vérifiée d’avant l’incident. Prendre sa clé privée, gardée hors du hub.',
    },
    { kind: 'step', text: 'Restaurer le hub : mortar restore SAUVEGARDE --into DOSSIER' },
    { kind: 'step', text: 'Contrôler : mortar doctor, puis mortar check. Chaque échec dit la commande qui le répare.' },
    {
      kind: 'step',
      text: 'Remettre en route chaque brique d’après sa page plus loin : d’abord son code et ses clés (dossier de l’agence), puis ses données depuis le hub.',
    },
    {
      kind: 'step',
      text: 'Relire les briques : mortar sync. Regarder ce qui attend une personne avant de l’accepter.',
    },
    {
      kind: 'step',
      text: 'Ressaisir le papier dans l’ordre : commandes envoyées, ventes, stock, fidélité. Dater chaque saisie du jour réel.',
    },
    { kind: 'step', text: 'Écrire un nouveau kit : mortar kit --into DOSSIER, et détruire l’ancien.' },
  ],
  phones: 'Téléphones',
  noPhones:
    'Aucun numéro n’est configuré : les écrire sous kit.phones dans mortar.config.yaml (agence, hébergeur, assureur, banque, transporteurs).',
  bricks: 'Brique',
  roles: { shop: 'boutique en ligne', fulfilment: 'logistique', 'mass-edit': 'modifications en masse', till: 'caisse' },
  holds: {
    shop: 'Articles, textes, images, prix, catégories, clients, commandes, factures (leurs montants), listes de prix, transporteurs.',
    fulfilment: 'Stocks par lieu, ordres de préparation, expéditions, réceptions, retours, fournisseurs et commandes.',
    'mass-edit': 'Les fichiers de modifications et ce qu’ils ont changé.',
    till: 'Tickets, clôtures (Z), cartes de fidélité, clients et articles de la caisse.',
  },
  holdsNot: {
    shop: [
      'Le code de la boutique, son thème et ses modules, avec leurs réglages et licences.',
      'Les contrats de paiement et leurs clés (banque, PayPal, etc.).',
      'La clé de cookies (PrestaShop : cookie_key, dans app/config/parameters.php) : sans elle, aucun mot de passe de client ne sera plus reconnu.',
      'Les mots de passe des clients, le nom de domaine, les certificats, les e-mails.',
    ],
    fulfilment: [
      'Le logiciel lui-même, ses réglages, ses utilisateurs.',
      'Les contrats et les clés des transporteurs, les étiquettes déjà éditées.',
    ],
    'mass-edit': ['Le logiciel lui-même, sa licence et ses modèles d’import.'],
    till: [
      'Le logiciel de caisse, sa licence, son attestation ou certificat (CGI 286 I 3° bis).',
      'Les archives fiscales signées de la caisse : elles se gardent six ans, à part.',
      'Le contrat du terminal de paiement.',
    ],
  },
  brick: {
    connector: 'Connecteur',
    plays: 'Rôle',
    lastRead: 'Lue en entier',
    never: 'jamais',
    late: 'en retard',
    heldBack: (count) => `${count} lot(s) de changements attendent une personne et ne sont pas dans ce kit.`,
    isHeld: 'Ce que le hub détient',
    isNotHeld: 'Ce que le hub ne détient pas',
    dump: 'L’agence en dépose une copie dans ce dossier, à sauvegarder avec le reste :',
    notBackedUp: 'CE DOSSIER N’EST PAS SAUVEGARDÉ : l’ajouter sous backup.include dans mortar.config.yaml.',
    noDump:
      'Aucun dossier n’est configuré pour la copie de l’agence : tant que kit.dumps ne le nomme pas dans mortar.config.yaml, rien de tout cela n’est sauvegardé.',
    oldDump: 'CETTE COPIE A PLUS D’UN MOIS : en demander une nouvelle à l’agence.',
    emptyDump: 'DOSSIER VIDE OU ABSENT',
    newest: 'copie du',
    access: 'Adresse, compte, contact',
  },
};

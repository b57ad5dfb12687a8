/** How the page looks, on a screen and printed. */
export const STYLE = `
body { margin: 0; font: 15px/1.4 system-ui, sans-serif; color: #111; background: #fff; }
header { position: sticky; top: 0; background: #fff; padding: 8px 16px; border-bottom: 1px solid #888; }
h1 { font-size: 18px; margin: 0; display: inline; }
header p { margin: 4px 0; }
input[type=search] { font: inherit; padding: 6px; width: min(34em, 60vw); }
nav { margin: 8px 0 0; }
nav button { font: inherit; margin: 0 6px 4px 0; padding: 3px 9px; border: 1px solid #666; background: #fff; color: #111; }
nav button[aria-pressed=true] { background: #111; color: #fff; }
:focus-visible { outline: 3px solid #06c; outline-offset: 1px; }
main { padding: 0 16px; overflow-x: auto; }
h2 { font-size: 16px; margin: 16px 0 4px; }
table { border-collapse: collapse; }
th, td { text-align: left; padding: 3px 10px 3px 0; border-bottom: 1px solid #ccc; vertical-align: top; }
td.number { text-align: right; white-space: nowrap; }
details { padding: 16px; max-width: 60em; }
@media print { header { position: static; } nav, input, label[for=search] { display: none; } }
`;

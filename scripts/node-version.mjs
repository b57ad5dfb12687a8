/** The oldest Node on which the hub runs, as in package.json's `engines`. */
const oldest = [22, 20];

/** Ends with a remedy when this Node is too old. Must itself load on very old ones. */
export function requireNode(running = process.versions.node) {
  const [major, minor] = running.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  process.stderr.write(
    `Mortar needs Node ${oldest.join('.')} or newer; this is Node ${running}.\n` +
      'Start it through npm, which runs it on the Node 24 that `npm ci` installs on Linux (x64, arm64):\n' +
      '  npm ci && npm start\n' +
      'Elsewhere, or if you installed with --omit=optional, install Node 24 from https://nodejs.org and try again.\n',
  );
  process.exit(1);
}

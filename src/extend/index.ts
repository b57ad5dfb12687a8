/**
 * What an integrator needs to add a brick from outside: a scaffold to begin with, a judge that runs the conformance
 * suite on a folder, a recorder of real exchanges, and a loop that serves the connector's sandbox and reloads on save.
 * Nothing of the hub's core is changed by any of it.
 */
export { develop } from './develop.ts';
export { judge } from './judge.ts';
export { startRecorder } from './recorder.ts';
export { scaffold } from './scaffold.ts';

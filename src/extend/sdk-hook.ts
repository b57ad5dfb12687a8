/** Preloaded before a connector's own tests: `mortar/sdk` leads to this hub's SDK. */
import { leadToSdk } from '../sdk/external-connector.ts';

leadToSdk();

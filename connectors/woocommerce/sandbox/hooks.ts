import type { Store } from './store.ts';

export type HookResource = 'product' | 'order' | 'customer' | 'coupon';
export type HookEvent = 'created' | 'updated' | 'deleted';
type Listener = (resource: HookResource, event: HookEvent, id: number) => void;

const LISTENERS = new WeakMap<Store, Listener>();

/** Who sends the shop's webhooks hears of every change. */
export function listen(store: Store, listener: Listener): void {
  LISTENERS.set(store, listener);
}

export function announce(store: Store, resource: HookResource, event: HookEvent, id: number): void {
  LISTENERS.get(store)?.(resource, event, id);
}

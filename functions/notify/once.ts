import type { CloudEvent } from "../../core/cloud-event.ts";
import type { Sha256, Store } from "../../core/port.ts";

export type Claim =
  | { readonly held: true; readonly done: () => Promise<void>; readonly release: () => Promise<void> }
  /** `delivered`: told before. `sending`: another delivery of the same event is at it, and may yet fail. */
  | { readonly held: false; readonly by: "delivered" | "sending" };

export interface OnceDeps {
  readonly store: Store;
  readonly sha256: Sha256;
  /** No two calls give the same. */
  readonly newToken: () => string;
  /** Longer than a sending takes. */
  readonly claimMs: number;
}

/**
 * Claims the telling of one event to one receiver. Knative delivers at least once, a ruler sends an alert anew every
 * minute, and there may be several of this function.
 */
export const claimDelivery = async (
  receiver: string,
  { source, type, id }: Pick<CloudEvent, "source" | "type" | "id">,
  { store, sha256, newToken, claimMs }: OnceDeps,
): Promise<Claim> => {
  const key = `delivered:${receiver}:${sha256(JSON.stringify([source, type, id]))}`;
  const token = `sending ${newToken()}`;
  if (!(await store.add(key, token, claimMs))) {
    if ((await store.get(key)) !== DELIVERED) return { held: false, by: "sending" };
    await store.set(key, DELIVERED, KEEP_MS);
    return { held: false, by: "delivered" };
  }
  return {
    held: true,
    done: () => store.set(key, DELIVERED, KEEP_MS),
    release: async () => {
      await store.replace(key, token, undefined, claimMs);
    },
  };
};

const DELIVERED = "delivered";
const KEEP_MS = 24 * 3_600_000;

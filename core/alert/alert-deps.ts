import type { Redactor } from "../evidence/redact.ts";
import type { Clock, Sha256, Span, Store } from "../port.ts";
import type { AlertRecord } from "./alert-record.ts";
import type { AlertRequestSettings } from "./alert-request.ts";
import type { StormPolicy } from "./decide-storm.ts";
import type { RunTriage } from "./run-alert.ts";
import type { StormStore } from "./storm-store.ts";
import type { AlertEvent } from "./triage-event.ts";

export interface AlertPolicy extends Omit<StormPolicy, "cluster">, AlertRequestSettings {
  /** Alerts that go to the model within any hour; critical ones are not counted. */
  readonly callsPerHour: number;
  /** How long an identity is remembered. */
  readonly memoryMs: number;
  /** Longer than any triage takes: then whoever holds the lease is gone, and another one takes over. */
  readonly leaseMs: number;
  /** How long an alert waits for the triage of another one of its identity. */
  readonly waitMs: number;
}

export interface AlertDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly sha256: Sha256;
  /** May reject, such as with `shutting_down`: then the event is not answered, and comes again. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Another text each time. */
  readonly nonce: () => string;
  readonly run: RunTriage;
  /** Without a model nothing is counted against the cap. */
  readonly hasModel: boolean;
  readonly policy: AlertPolicy;
  /** The server span of the delivery. */
  readonly span: Pick<Span, "traceId" | "set">;
  /** Called once for each answer. */
  readonly record: (record: AlertRecord) => void;
  readonly redactor?: Redactor;
}

/** One delivery of an alert that has no answer yet. */
export interface Delivery {
  readonly cause: AlertEvent;
  readonly triageId: string;
  readonly owner: string;
  readonly storm: StormStore;
  readonly deps: AlertDeps;
}

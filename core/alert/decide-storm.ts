import type { Mute } from "../prompt/bundle.ts";
import type { Degraded } from "../triage/reply.ts";
import type { AlertData } from "./alert-data.ts";
import { mutedBy } from "./mutes.ts";
import { isOver, type StormState } from "./storm-state.ts";
import type { SkipReason } from "./triage-data.ts";

export interface StormPolicy {
  /** For so long a finished triage answers for its identity, until that resolves. 0: it never does. */
  readonly repeatMs: number;
  /** For so long after a triage an identity that resolved and fires again gets none. 0: it always does. */
  readonly cooldownMs: number;
  readonly mutes?: readonly Mute[];
  /** Of the alert; for `mutes`. */
  readonly cluster?: string;
}

export type StormDecision =
  | { readonly do: "skip"; readonly reason: SkipReason; readonly detail: string }
  | {
      readonly do: "triage";
      readonly engine: "model" | "rules";
      /** Why the rules, though a model may be there. */
      readonly because: Degraded | null;
      /** The cap on model calls does not hold for it. */
      readonly uncapped: boolean;
    };

/**
 * Whether an alert gets a triage of its own, and by whom. The label `kprompt` has the first word: `off`, `rules`, or
 * `model`, which counts as critical does.
 *
 * @param state With the alert in it, as `withAlert` makes it.
 * @param now Milliseconds since the Unix epoch.
 */
export const decideStorm = (
  state: StormState,
  alert: Pick<AlertData, "status" | "labels" | "fingerprint" | "starts_at">,
  now: number,
  policy: StormPolicy,
): StormDecision => {
  const asked = labelOf(alert, "kprompt");
  if (asked === "off") return skip("label_off", "The alert's label kprompt: off asks for no triage.");

  const mute = mutedBy(policy.mutes ?? [], alert, now, policy.cluster);
  if (mute) return skip("muted", `Maintenance window ${mute.name}: ${mute.reason}`);

  if (alert.status === "resolved") return skip("resolved", "The alert has ended.");
  if (isOver(state, alert)) return skip("resolved", "The alert ended before its triage began.");

  const urgent = asked === "model" || isCritical(alert);
  return (
    silencedBy(state, now, urgent, policy) ??
    (asked === "rules" ? byRules : { do: "triage", engine: "model", because: null, uncapped: urgent })
  );
};

/** The label `severity`, as the usual rule sets write the highest one. */
export const isCritical = (alert: Pick<AlertData, "labels">): boolean => CRITICAL.has(labelOf(alert, "severity") ?? "");

const CRITICAL: ReadonlySet<string> = new Set([
  "critical",
  "crit",
  "page",
  "p1",
  "p0",
  "sev1",
  "emergency",
  "emerg",
  "fatal",
  "disaster",
  "alert",
]);

const silencedBy = (
  { last, resolved_at }: StormState,
  now: number,
  urgent: boolean,
  { repeatMs, cooldownMs }: StormPolicy,
): StormDecision | undefined => {
  if (last === null) return undefined;
  const age = now - last.finished_at;
  // What ended while its triage was under way has ended since.
  if (resolved_at !== null && resolved_at >= last.started_at) {
    if (urgent || age >= cooldownMs) return undefined;
    return skip("cooldown", `It resolved and fires again within ${minutes(cooldownMs)} of its triage.`);
  }
  const silentMs = last.passing ? Math.min(cooldownMs, repeatMs) : repeatMs;
  return age < silentMs ? skip("repeat", `Its triage is not older than ${minutes(silentMs)}.`) : undefined;
};

const byRules: StormDecision = {
  do: "triage",
  engine: "rules",
  because: { reason: "rules_asked", detail: "The alert's label kprompt: rules asks for no model." },
  uncapped: true,
};

const skip = (reason: SkipReason, detail: string): StormDecision => ({ do: "skip", reason, detail });

const labelOf = ({ labels }: Pick<AlertData, "labels">, name: string): string | undefined =>
  Object.hasOwn(labels, name) ? labels[name]?.trim().toLowerCase() : undefined;

const minutes = (milliseconds: number): string => `${Math.round(milliseconds / 6000) / 10} min`;

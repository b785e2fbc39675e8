import type { ModelParameters } from "../port.ts";

/** Who chose the intent, and with it the prompt's id. */
export type ChosenBy = "request" | "rule" | "classifier" | "default";
/** Who chose the version of that prompt. */
export type VersionBy = "request" | "pin" | "route" | "label";

/** The router's answer. Total: no input gives an undefined field. */
export interface Decision {
  readonly intent: string;
  readonly prompt: { readonly id: string; readonly version: string };
  /** What was resolved, such as `log_triage.k8s@production`. */
  readonly reference: string;
  readonly by: ChosenBy;
  readonly version_by: VersionBy;
  /** The rule's name, or what chose instead, in words: `default: no rule matched`. */
  readonly reason: string;
  /** The prompt's `model_defaults` with the intent's policy over them. */
  readonly parameters: ModelParameters;
  readonly alternatives: readonly { readonly intent: string; readonly confidence: number }[];
}

/** How versions are chosen in this process. */
export interface VersionPolicy {
  /** `PROMPT_LABEL`. */
  readonly label: string;
  /** `PROMPT_PINS`: prompt id → version. */
  readonly pins: Readonly<Record<string, string>>;
}

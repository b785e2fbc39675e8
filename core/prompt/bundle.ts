import type { Condition } from "../condition.ts";

/**
 * A compiled template: literal text, `["variable", name]`, `["section", name, parts]` (a list's items, or once where a
 * variable is not empty), `["inverted", name, parts]`. Joining the parts is all that rendering does.
 */
export type Part =
  | string
  | readonly ["variable", string]
  | readonly ["section", string, readonly Part[]]
  | readonly ["inverted", string, readonly Part[]];

export interface TemplateMessage {
  readonly role: "system" | "user";
  /** Canonical text with its partials inlined: what `template_sha256` covers. */
  readonly content: string;
}

export interface ListInput {
  readonly fields: readonly string[];
  /** Most items that a request may give. */
  readonly max: number;
  /** Items used when a request gives none, such as the few-shot examples. */
  readonly default: readonly Readonly<Record<string, string>>[];
}

export interface Inputs {
  readonly required: readonly string[];
  readonly optional: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<string, ListInput>>;
}

export interface ModelDefaults {
  readonly model?: string;
  readonly temperature: number;
  readonly top_p: number;
  readonly max_tokens: number;
  readonly stop: readonly string[];
}

/** A rule about the answer that a schema cannot say. It applies where `when` holds (always, without one). */
export interface OutputRule {
  readonly name: string;
  readonly when?: Condition;
  readonly require: Condition;
}

export interface PromptVersion {
  readonly id: string;
  readonly version: string;
  readonly description: string;
  readonly messages: readonly TemplateMessage[];
  /** `messages` parsed, in the same order. */
  readonly parts: readonly (readonly Part[])[];
  readonly inputs: Inputs;
  readonly model_defaults: ModelDefaults;
  /** Key in `Bundle.schemas`: `triage.1`, or `<id>@<version>` for a schema written in the prompt itself. */
  readonly output: string;
  readonly output_rules: readonly OutputRule[];
  /** Reference used, and named in reply and span, when this version cannot be rendered; null: there is none. */
  readonly fallback: string | null;
  readonly template_sha256: string;
  readonly content_sha256: string;
}

export interface Intent {
  readonly description: string;
  /** `id`, `id@version` or `id@label`. */
  readonly prompt: string;
  /** Requests that mean this intent, for the classifier. */
  readonly examples: readonly string[];
  /** Overrides of the prompt's `model_defaults`. */
  readonly model: { readonly temperature?: number; readonly max_tokens?: number };
}

export interface Rule {
  /** Becomes `llm.route.reason`. */
  readonly name: string;
  readonly when: Condition;
  readonly intent: string;
}

/** When the text classifier may decide. */
export interface ClassifierPolicy {
  /** Least confidence at which an intent is taken. */
  readonly confident_at: number;
  /** Least confidence at which an intent counts as one of several. */
  readonly plausible_at: number;
  /** What an unsure classifier leads to: the default intent, or all plausible ones, at most three. */
  readonly on_unsure: "default" | "all";
}

export interface Routes {
  readonly default: string;
  /** Null: no classifier; what no rule matches goes to the default. */
  readonly classifier: ClassifierPolicy | null;
  readonly intents: Readonly<Record<string, Intent>>;
  readonly rules: readonly Rule[];
}

/** A trained text classifier: softmax regression, one character a weight (see `classifyText`). */
export interface Classifier {
  /** Sorted; the order of the weights. */
  readonly intents: readonly string[];
  readonly terms: Readonly<Record<string, string>>;
  /** What one step of a weight is worth. */
  readonly scale: number;
  readonly temperature: number;
  /** Texts that it was trained on. */
  readonly examples: number;
  /** Share of them that weights which had not seen them got right. */
  readonly accuracy: number;
}

/** What a good SRE would write on the card of one error class. */
export interface KnowledgeCard {
  readonly title: string;
  readonly severity: "info" | "warning" | "error" | "critical";
  readonly verdict: "no_action" | "suggested" | "required" | "inconclusive";
  /** Most likely first. */
  readonly causes: readonly string[];
  readonly look_at: readonly string[];
  readonly steps: readonly string[];
  /** Steps that come first where the lines say one of the words, in any case, and none of the words of `unless`. */
  readonly hints?: readonly {
    readonly says: readonly string[];
    readonly unless?: readonly string[];
    readonly steps: readonly string[];
  }[];
}

/** A maintenance window: alerts that meet the condition in it get no triage, and the record says why. */
export interface Mute {
  readonly name: string;
  readonly reason: string;
  /** Over alertname, namespace, severity, cluster and `labels.<name>`. */
  readonly when: Condition;
  readonly window:
    | {
        /** RFC 3339; included. */
        readonly from: string;
        /** RFC 3339; excluded. */
        readonly to: string;
      }
    | {
        /** Days on which it begins. */
        readonly days: readonly Weekday[];
        /** `HH:MM` in UTC. */
        readonly start: string;
        /** `HH:MM` in UTC; not after `start`: on the next day. */
        readonly end: string;
      };
}

export const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Everything that decides an answer and comes from Git. `bundle_sha256` is the hash of exactly this. */
export interface Bundle {
  readonly format: "kprompt.bundle/1";
  /** By id, then version: all versions, not just the current ones. */
  readonly prompts: Readonly<Record<string, Readonly<Record<string, PromptVersion>>>>;
  /**
   * JSON Schemas as JSON text. Text, because a constrained model writes properties in the schema's order, so the order
   * is behaviour; canonical JSON would sort it away and no hash would notice.
   */
  readonly schemas: Readonly<Record<string, string>>;
  /** Label, then prompt id → version. */
  readonly labels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly routes: Routes;
  readonly classifier: Classifier | null;
  /** By error class. */
  readonly knowledge: Readonly<Record<string, KnowledgeCard>>;
  /** Absent where there is no `mutes.yaml`. */
  readonly mutes?: readonly Mute[];
}

export interface Provenance {
  /** Commit that was built, 40 hex digits, or `unknown` outside Git. */
  readonly git_sha: string;
  /** Commit time (or `SOURCE_DATE_EPOCH`), RFC 3339 in UTC, or null when neither is known. */
  readonly committed_at: string | null;
}

/** `dist/bundle.json`, and what each function carries. */
export interface BuiltBundle {
  readonly bundle_sha256: string;
  readonly provenance: Provenance;
  readonly bundle: Bundle;
}

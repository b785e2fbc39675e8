import type { EvidenceLine, Features, LogLine } from "../evidence/evidence.ts";
import type { Redactor } from "../evidence/redact.ts";
import type { Clock, Message, Model, ModelFailure, Sha256, Span } from "../port.ts";
import type { BuiltBundle } from "../prompt/bundle.ts";
import type { Decision, VersionPolicy } from "../route/decision.ts";
import type { FetchedLogs, SourceReport } from "./fetch-logs.ts";
import type { Safety } from "./safe.ts";
import type { Claim } from "./synthesis.ts";
import type { Triage } from "./triage.ts";

/** One request to triage. Texts are as the caller gave them: analyze redacts before anything else sees them. */
export interface AnalyzeInput extends Partial<Omit<FetchedLogs, "lines">> {
  readonly lines: readonly LogLine[];
  readonly namespace?: string;
  readonly container?: string;
  readonly pod?: string;
  readonly node?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** What people wrote beside an alert. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly question?: string;
  /** Who or what the request is about; the key of experiments. */
  readonly subject?: string;
  /** RFC 3339. */
  readonly timeRange?: { readonly start: string; readonly end: string };
  /** Milliseconds since the epoch; as for a digest. */
  readonly now?: number;
  /** Overrides, already permitted. */
  readonly intents?: readonly string[];
  readonly prompt?: string;
}

export type Stage = "logs" | "evidence" | "route" | "render" | "model" | "repair" | "rules" | "synthesis";

export interface AnalyzeDeps {
  readonly built: BuiltBundle;
  readonly sha256: Sha256;
  readonly clock: Clock;
  readonly policy: VersionPolicy;
  /** null: no model is configured, the rules answer. */
  readonly model: Model | null;
  /** Why no model is asked, where there is one and `model` is null all the same. */
  readonly because?: Degraded;
  /**
   * A model of its own for each of several intents, with the same deadline and cancellation as `model`: a place in the
   * queue each, so that they run side by side as far as the model server can. Absent: `model` takes them in turn.
   */
  readonly openModel?: () => Model & { close(): void };
  /** The server span of the request. */
  readonly span: Span;
  /** Called once a generation. Shared by all requests of a process; may do nothing. */
  readonly record: (record: GenerationRecord) => void;
  /** Second, opt-in record with redacted evidence and messages, for later scoring. */
  readonly capture?: (capture: CaptureRecord) => void;
  /** Characters of the redacted rendered prompt on the span; 0: none. */
  readonly previewChars: number;
  /** Hides secrets in what is given and in what is answered; default: those that always are. */
  readonly redactor?: Redactor;
  /** Id of the triage event that this becomes the data of: for records. */
  readonly triageId?: string;
  /** May refuse, by throwing, to answer about what the evidence says it is of. Default: refuses nothing. */
  readonly admit?: (features: Features) => void;
  /** @param intent Where several are answered: which one is at that stage. */
  readonly progress?: (stage: Stage, intent?: string) => void;
}

/** Why the rules answered and not the model. */
export type DegradedReason =
  | ModelFailure
  | "output_invalid"
  | "output_rule_broken"
  | "prompt_too_large"
  | "synthesis_unavailable"
  /** Of alerts alone: too many at once, too many within the hour, and by a label of the alert. */
  | "busy"
  | "cap_reached"
  | "rules_asked";
export interface Degraded {
  readonly reason: DegradedReason;
  readonly detail: string;
}

/** As in the evidence: redacted, neutralised, counted. */
export type CitedLine = EvidenceLine;

/** Which text was rendered, and its hashes. */
export interface PromptUse {
  readonly id: string;
  readonly version: string;
  readonly template_sha256: string;
  readonly content_sha256: string;
  readonly vars_sha256: string;
  readonly render_sha256: string;
  readonly bundle_sha256: string;
  /** Set when the routed version could not be rendered and the fallback it declares took its place. */
  readonly fallback: { readonly from: string; readonly reason: string } | null;
}

export type AnsweredTriage = Triage & { readonly action_required: "yes" | "no" };

/** The answer to one of several intents. */
export interface ReplyPart {
  readonly intent: string;
  readonly prompt: PromptUse;
  readonly engine: "model" | "rules";
  readonly degraded: Degraded | null;
  readonly triage: AnsweredTriage;
}

export interface AnalyzeReply {
  /** Of several intents: one answer, merged. */
  readonly triage: AnsweredTriage;
  /** `model` where a model wrote any of it. */
  readonly engine: "model" | "rules";
  /** Why the rules answered; of several intents, the first reason of a part or of the merging. */
  readonly degraded: Degraded | null;
  /** The lines that the reply cites, as the model saw them. */
  readonly evidence: readonly CitedLine[];
  /** What wrote `triage`: of several intents the synthesis prompt, or the main one where that was not rendered. */
  readonly prompt: PromptUse;
  /** Empty where one intent was answered. */
  readonly parts: readonly ReplyPart[];
  /** How several answers became one; null where there was one. */
  readonly synthesis: {
    /** Each cites evidence that the parts cite, and says which intents it comes from. */
    readonly claims: readonly Claim[];
    readonly by: "model" | "rules";
    readonly degraded: Degraded | null;
    /** Claims of the model that cited nothing of the parts. */
    readonly claims_dropped: number;
  } | null;
  readonly safety: Safety;
  readonly route: Decision;
  readonly logs: {
    readonly lines: number;
    readonly shown: number;
    readonly truncated: boolean;
    readonly coverage: string;
    readonly redactions: Readonly<Record<string, number>>;
    readonly unknown_evidence_ids: number;
    /** null: the caller gave the lines. */
    readonly source: SourceReport | null;
  };
  readonly model: string | null;
  readonly usage: {
    readonly input_tokens: number;
    readonly output_tokens: number;
    readonly cached_tokens: number | null;
    readonly estimated: boolean;
  };
  readonly timings: {
    readonly total_ms: number;
    readonly logs_ms: number;
    readonly queue_ms: number;
    readonly model_ms: number;
  };
  readonly trace_id: string;
}

/** One line on stdout a generation: what statistics, dashboards and `kprompt triage` read. No log text, no prompt text. */
export interface GenerationRecord {
  readonly record: "generation";
  /** The function that asked. */
  readonly agent: string;
  /** The intent; `synthesize` for the merging of several. */
  readonly task: string;
  /** Of several intents, each `part` has a record and their `synthesis`; answers are the records that are no part. */
  readonly role: "single" | "part" | "synthesis";
  readonly prompt_id: string;
  readonly prompt_version: string;
  /** `template_sha256`. */
  readonly prompt_hash: string;
  readonly content_sha256: string;
  readonly vars_sha256: string;
  readonly render_sha256: string;
  readonly bundle_sha256: string;
  readonly fallback_from: string | null;
  readonly route_reason: string;
  readonly route_by: Decision["by"];
  readonly version_by: Decision["version_by"];
  readonly engine: "model" | "rules";
  readonly degraded_reason: DegradedReason | null;
  readonly model: string | null;
  readonly temperature: number;
  readonly latency_ms: number;
  /** Fetching the lines; 0 where they were given. */
  readonly logs_ms: number;
  readonly queue_ms: number;
  readonly model_ms: number;
  readonly tokens_prompt: number;
  readonly tokens_completion: number;
  readonly tokens_cached: number | null;
  readonly tokens_estimated: boolean;
  readonly cache_hit: boolean;
  readonly validation_passed: boolean;
  /** Repairs asked for. */
  readonly retry_count: number;
  readonly error: string | null;
  /** Characters of the answer. */
  readonly response_length: number;
  readonly namespace: string | null;
  readonly error_class: string;
  readonly lines: number;
  readonly lines_shown: number;
  readonly truncated: boolean;
  readonly from: string | null;
  readonly to: string | null;
  /** What the source of logs was asked, redacted; null where the lines were given. */
  readonly query: string | null;
  readonly window: { readonly start: string; readonly end: string } | null;
  /** Entries in the window; null where nobody counted them. */
  readonly lines_total: number | null;
  readonly redactions: Readonly<Record<string, number>>;
  readonly steps_dropped: number;
  readonly destructive_steps_dropped: number;
  readonly links_neutralised: number;
  readonly triage: Triage;
  /** Of the triage event; null: a request was answered. */
  readonly triage_id: string | null;
  readonly trace_id: string;
}

export interface CaptureRecord {
  readonly record: "capture";
  readonly triage_id: string | null;
  readonly trace_id: string;
  readonly render_sha256: string;
  readonly evidence: readonly CitedLine[];
  readonly messages: readonly Message[];
}

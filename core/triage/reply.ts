import type { Level, LogLine } from "../evidence/evidence.ts";
import type { Clock, Message, Model, ModelFailure, Sha256, Span } from "../port.ts";
import type { BuiltBundle } from "../prompt/bundle.ts";
import type { Decision, VersionPolicy } from "../route/decision.ts";
import type { Triage } from "./triage.ts";

/** One request to triage. Texts are as the caller gave them: analyze redacts before anything else sees them. */
export interface AnalyzeInput {
  readonly lines: readonly LogLine[];
  readonly namespace?: string;
  readonly container?: string;
  readonly pod?: string;
  readonly node?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly question?: string;
  /** Who or what the request is about; the key of experiments. */
  readonly subject?: string;
  /** RFC 3339. */
  readonly timeRange?: { readonly start: string; readonly end: string };
  /** Overrides, already permitted. */
  readonly intent?: string;
  readonly prompt?: string;
}

export type Stage = "evidence" | "route" | "render" | "model" | "repair" | "rules";

export interface AnalyzeDeps {
  readonly built: BuiltBundle;
  readonly sha256: Sha256;
  readonly clock: Clock;
  readonly policy: VersionPolicy;
  /** null: no model is configured, the rules answer. */
  readonly model: Model | null;
  /** The server span of the request. */
  readonly span: Span;
  /** Called once a generation. Shared by all requests of a process; may do nothing. */
  readonly record: (record: GenerationRecord) => void;
  /** Second, opt-in record with redacted evidence and messages, for later scoring. */
  readonly capture?: (capture: CaptureRecord) => void;
  /** Characters of the redacted rendered prompt on the span; 0: none. */
  readonly previewChars: number;
  readonly progress?: (stage: Stage) => void;
}

/** Why the rules answered and not the model. */
export type DegradedReason = ModelFailure | "output_invalid" | "output_rule_broken" | "prompt_too_large";

export interface CitedLine {
  readonly id: string;
  readonly time: string | null;
  readonly level: Level;
  readonly count: number;
  readonly text: string;
}

export interface AnalyzeReply {
  readonly triage: Triage & { readonly action_required: "yes" | "no" };
  readonly engine: "model" | "rules";
  readonly degraded: { readonly reason: DegradedReason; readonly detail: string } | null;
  /** The lines that the triage cites, as the model saw them. */
  readonly evidence: readonly CitedLine[];
  readonly prompt: {
    readonly id: string;
    readonly version: string;
    readonly template_sha256: string;
    readonly content_sha256: string;
    readonly vars_sha256: string;
    readonly render_sha256: string;
    readonly bundle_sha256: string;
    /** Set when the routed version could not be rendered and the fallback it declares took its place. */
    readonly fallback: { readonly from: string; readonly reason: string } | null;
  };
  readonly route: Decision;
  readonly logs: {
    readonly lines: number;
    readonly shown: number;
    readonly truncated: boolean;
    readonly coverage: string;
    readonly redactions: Readonly<Record<string, number>>;
    readonly unknown_evidence_ids: number;
  };
  readonly model: string | null;
  readonly usage: {
    readonly input_tokens: number;
    readonly output_tokens: number;
    readonly cached_tokens: number | null;
    readonly estimated: boolean;
  };
  readonly timings: { readonly total_ms: number; readonly queue_ms: number; readonly model_ms: number };
  readonly trace_id: string;
}

/** One line on stdout a generation: what statistics, dashboards and `kprompt triage` read. No log text, no prompt text. */
export interface GenerationRecord {
  readonly record: "generation";
  /** The function that asked. */
  readonly agent: string;
  /** The intent. */
  readonly task: string;
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
  readonly redactions: Readonly<Record<string, number>>;
  readonly triage: Triage;
  readonly trace_id: string;
}

export interface CaptureRecord {
  readonly record: "capture";
  readonly trace_id: string;
  readonly render_sha256: string;
  readonly evidence: readonly CitedLine[];
  readonly messages: readonly Message[];
}

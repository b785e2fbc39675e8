import type { ErrorClass } from "./error-class.ts";

/** Least to most severe; `unknown` where a line does not say. */
export const LEVELS = ["unknown", "debug", "info", "warning", "error", "critical"] as const;
export type Level = (typeof LEVELS)[number];

/** A log line as it was given. */
export interface LogLine {
  readonly text: string;
  /** As given: RFC 3339, or nanoseconds since the epoch as decimal digits. */
  readonly time?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Log lines, and what is known beside them. */
export interface DigestInput {
  readonly lines: readonly LogLine[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly namespace?: string;
  readonly container?: string;
  readonly pod?: string;
  readonly node?: string;
  readonly question?: string;
  readonly alertname?: string;
  /** Where the lines were fetched from; absent where the caller gave them. */
  readonly source?: LogSource;
  /** Lines of the time before, to tell what is new or more than usual. */
  readonly baseline?: readonly LogLine[];
}

/** What was asked of a source of logs, and how much of it came. */
export interface LogSource {
  readonly query: string;
  /** RFC 3339. */
  readonly from: string;
  /** RFC 3339. */
  readonly to: string;
  /** The window holds more lines than were fetched. */
  readonly truncated: boolean;
  /** Lines in the window, where the source counted them. */
  readonly total?: number;
}

/** A redacted, neutralised line with an id that a triage may cite. */
export interface EvidenceLine {
  /** `E1`, `E2`, … in order of time. */
  readonly id: string;
  readonly time: string | null;
  readonly level: Level;
  readonly text: string;
  /** How often it occurred: itself and the lines that differ from it in numbers only. */
  readonly count: number;
  /** Lines of the input behind it, where that is more than `count`: a stack trace is several lines, joined. */
  readonly lines?: number;
  /** When it was last seen, where that is another time than `time`. */
  readonly last?: string;
  /** Against the time before: never seen there, or much more often now. Absent without a baseline. */
  readonly trend?: "new" | "elevated";
}

/** What routing and the rule-based triage look at. Absent means unknown. */
export interface Features {
  readonly namespace?: string;
  readonly container?: string;
  readonly pod?: string;
  readonly node?: string;
  readonly app?: string;
  /** Highest level seen. */
  readonly level: Level;
  /** `none`: no known class was recognised. */
  readonly error_class: ErrorClass | "none";
  /** Classes seen, most important first. */
  readonly error_classes: readonly ErrorClass[];
  /** Lines given, before any were joined or left out. */
  readonly log_volume: number;
  /** Lower-case words that routing rules can ask for, sorted. */
  readonly keywords: readonly string[];
  readonly alertname?: string;
  readonly question?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Evidence made of all input lines, before it is fitted to a token budget. */
export interface Evidence {
  /** All candidates, in order of time. */
  readonly lines: readonly EvidenceLine[];
  /** Ids, most worth keeping first: fitting keeps a prefix of this. */
  readonly ranking: readonly string[];
  readonly features: Features;
  /** The line that showed `features.error_class`. */
  readonly errorLineId: string | null;
  readonly inputLines: number;
  /** Replaced secrets, by kind. */
  readonly redactions: Readonly<Record<string, number>>;
  readonly from: string | null;
  readonly to: string | null;
}

/** Evidence cut to a budget: what a prompt's `{{logs}}` and `{{coverage}}` become. */
export interface FittedEvidence {
  readonly lines: readonly EvidenceLine[];
  /** One line each: `E3 12:00:01 error ×4 text`. */
  readonly text: string;
  /** For the model and for people: `14 of 5,000 lines, 12:00–12:15, …`. */
  readonly coverage: string;
  readonly tokens: number;
  /** Some input is not represented by any line. */
  readonly truncated: boolean;
}

import type { Appraisal } from "./appraise.ts";
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
  /** The window that the lines are of, where the caller knows it; RFC 3339. */
  readonly timeRange?: { readonly start: string; readonly end: string };
  /** Milliseconds since the epoch. With neither source nor window it tells the year of lines that have none. */
  readonly now?: number;
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
  /** How often it occurred: itself and the lines that differ from it in what varies only. */
  readonly count: number;
  /** Lines of the input behind it, where that is more than `count`: a stack trace is several lines, joined. */
  readonly lines?: number;
  /** When it was last seen, where that is another time than `time`. */
  readonly last?: string;
  /** Against the time before: never seen there, or much more often now. Absent without a baseline. */
  readonly trend?: "new" | "elevated";
}

/** What a line comes from, as its labels name it. */
export type Place = Pick<Features, "container" | "app" | "pod">;

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
  /** How bad it is and whether somebody has to act; absent where there is no line. */
  readonly appraisal?: Appraisal;
  /** The line that showed `features.error_class`. */
  readonly errorLineId: string | null;
  readonly inputLines: number;
  /** Lines that say that something went wrong: error class by id, `other` where no class is known. */
  readonly troubles: Readonly<Record<string, ErrorClass | "other">>;
  /** What lines of trouble come from, by id, where not all lines come from one place. */
  readonly places?: Readonly<Record<string, Place>>;
  /** Members that every line has with the same value: said once, and left out of each line that is shown. */
  readonly shared: Readonly<Record<string, string>>;
  /** Where the lines came from; its query redacted and neutralised. */
  readonly source?: LogSource;
  /** Lines of the time before that `trend` compares with. */
  readonly baselineLines?: number;
  /** Replaced secrets, by kind. */
  readonly redactions: Readonly<Record<string, number>>;
  readonly from: string | null;
  readonly to: string | null;
}

/** Evidence cut to a budget: what a prompt's `{{logs}}` and `{{coverage}}` become. */
export interface FittedEvidence {
  readonly lines: readonly EvidenceLine[];
  /** One line each: `E3 12:00:01..12:04 error new ×4 text`. */
  readonly text: string;
  /** What the lines are a part of, and what was left out: for the model and for people. */
  readonly coverage: string;
  readonly tokens: number;
  /** Some of the log is not represented by any line, or was not even fetched. */
  readonly truncated: boolean;
}

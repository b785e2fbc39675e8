import { levelOfWord } from "../evidence/level.ts";
import { SEVERITIES, type Severity } from "../evidence/outcome.ts";
import type { Triage } from "../triage/triage.ts";
import type { Notice } from "./notice.ts";
import type { AlertSummary, Earlier, SkipReason, TriageCompleted } from "./triage-data.ts";

/** What a chat shows, before it takes the form of one of them. Lines hold no line break. */
export interface Message {
  readonly title: string;
  readonly severity: Severity;
  readonly resolved: boolean;
  readonly summary: string;
  readonly sections: readonly Section[];
  /** Lines of a log, for a block of code. */
  readonly evidence: readonly string[];
  /** Where it comes from: prompt, engine, trace. */
  readonly footer: string;
}

export interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
}

export const toMessage = (notice: Notice): Message => {
  const { alert, earlier, trace_id } = notice.data;
  const severity = severityOf(notice) ?? "warning";
  const about = {
    title: titleOf(alert, severity),
    severity,
    resolved: alert.status === "resolved",
    evidence: [],
    footer: `trace ${trace_id}`,
  };
  if (notice.kind === "completed") return { ...about, ...completed(notice.data) };
  const { reason, detail } = notice.data;
  const label = notice.kind === "failed" ? "No triage" : SKIPPED[notice.data.reason];
  return {
    ...about,
    summary: alert.annotations.summary || alert.annotations.description || `${alert.alertname} is ${alert.status}.`,
    sections: filled([
      { heading: label, lines: [detail === "" ? reason : `${reason}: ${detail}`] },
      ...aboutAlert(alert),
      { heading: "Labels", lines: pairs(alert.labels) },
      { heading: "Annotations", lines: pairs(alert.annotations) },
      ...aboutEarlier(earlier),
    ]),
  };
};

/**
 * How bad it is, for what a receiver wants to hear of: the triage's word or the alert's own, whichever is worse, since log
 * text may talk a triage down. undefined: nothing says.
 */
export const severityOf = (notice: Notice): Severity | undefined => {
  const own = toSeverity(notice.data.alert.severity);
  if (notice.kind !== "completed") return own;
  const { severity } = notice.data.triage;
  return own !== undefined && SEVERITIES.indexOf(own) > SEVERITIES.indexOf(severity) ? own : severity;
};

const toSeverity = (word: string | null): Severity | undefined => {
  const text = (word ?? "").trim().toLowerCase();
  if (/^(?:page|p1|sev1|high|major|emergency|disaster)$/.test(text)) return "critical";
  if (/^(?:none|ok|low|minor)$/.test(text)) return "info";
  const level = levelOfWord(text);
  return level === "unknown" ? undefined : level === "debug" ? "info" : level;
};

const SKIPPED: Readonly<Record<SkipReason, string>> = {
  repeat: "Repeat",
  cooldown: "Cooling down",
  resolved: "Resolved",
  label_off: "Not triaged",
  muted: "Muted",
};

const titleOf = ({ alertname, namespace, status }: AlertSummary, severity: Severity): string => {
  const state = status === "resolved" ? "Resolved" : `${severity[0]?.toUpperCase()}${severity.slice(1)}`;
  return `${state}: ${alertname}${namespace ? ` in ${namespace}` : ""}`;
};

const completed = (data: TriageCompleted): Pick<Message, "summary" | "sections" | "evidence" | "footer"> => {
  const { triage, engine, degraded, evidence, prompt, earlier, alert, logs, trace_id } = data;
  return {
    summary: triage.summary,
    sections: filled([
      {
        heading: "Verdict",
        lines: [`${VERDICT[triage.verdict]} (${triage.severity}, confidence ${triage.confidence})`],
      },
      { heading: "Component", lines: [triage.component] },
      { heading: "Root cause", lines: [triage.root_cause] },
      { heading: "Next steps", lines: triage.recommended_steps.map((step, index) => `${index + 1}) ${step}`) },
      { heading: "Not known", lines: triage.data_gaps },
      { heading: "Answered by rules", lines: degraded ? [`${degraded.reason}: ${degraded.detail}`] : [] },
      ...aboutEarlier(earlier),
      ...aboutAlert(alert),
      { heading: "Logs", lines: [logs.coverage] },
    ]),
    evidence: evidence.map(({ id, time, level, count, text }) =>
      [id, time, level, count > 1 ? `×${count}` : null, text].filter((part) => part !== null).join(" "),
    ),
    footer: `${prompt.id}@${prompt.version} · ${engine} · trace ${trace_id}`,
  };
};

const VERDICT: Readonly<Record<Triage["verdict"], string>> = {
  no_action: "No action",
  suggested: "Action suggested",
  required: "Action required",
  inconclusive: "Inconclusive",
};

const aboutAlert = ({ starts_at, ends_at, truncated_alerts }: AlertSummary): readonly Section[] => [
  { heading: "Since", lines: [ends_at === null ? starts_at : `${starts_at} until ${ends_at}`] },
  {
    heading: "Left out",
    lines: truncated_alerts > 0 ? [`The sender left out ${truncated_alerts} more alerts of its group.`] : [],
  },
];

const aboutEarlier = (earlier: Earlier | null): readonly Section[] => {
  if (earlier === null) return [];
  const { time, severity, summary, prompt, feedback } = earlier;
  const said = feedback.up + feedback.down === 0 ? "" : ` (feedback: ${feedback.up} up, ${feedback.down} down)`;
  return [{ heading: "Earlier", lines: [`${time} ${severity}: ${summary}${said}`, `${prompt.id}@${prompt.version}`] }];
};

const pairs = (texts: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(texts).map(([name, text]) => `${name}: ${text}`);

const filled = (sections: readonly Section[]): readonly Section[] =>
  sections
    .map(({ heading, lines }) => ({ heading, lines: lines.filter((line) => line.trim() !== "") }))
    .filter(({ lines }) => lines.length > 0);

import type { TriageCompleted, TriageSkipped } from "../core/alert/triage-data.ts";
import type { CloudEvent } from "../core/cloud-event.ts";
import type { Triage } from "../core/triage/triage.ts";
import type { Output, Style } from "./output.ts";
import type { Records } from "./records.ts";
import type { Found } from "./triage.ts";
import { wrap } from "./wrap.ts";

interface Row {
  readonly alert: Records["alerts"][number] | null;
  readonly generation: Records["generations"][number] | undefined;
}

/** One alert in a row: when, how bad, what became of it, which, and the beginning of the id to show it by. */
export const formatTriageRow = ({ alert, generation }: Row, { paint, columns }: Pick<Output, "paint" | "columns">) => {
  const time = (alert?.timestamp ?? generation?.timestamp ?? "").slice(0, 19).replace("T", " ");
  const severity = generation?.triage.severity ?? alert?.severity ?? "";
  const what = alert ? whatBecame(alert, generation) : (generation?.engine ?? "");
  const name = alert ? [alert.namespace, alert.alertname].filter(Boolean).join("/") : "a request";
  const id = (alert?.triage_id ?? generation?.trace_id ?? "").slice(0, SHOWN_DIGITS);
  const row = `${time}  ${id}  ${severity.padEnd(8)}  ${what.padEnd(22)}  ${name}`;
  const text = generation ? `${row}: ${generation.triage.summary}` : row;
  const [line = ""] = wrap(text, columns ?? Number.POSITIVE_INFINITY, 1);
  return paint(styleOf(severity), line);
};

/** Enough to be unique among the alerts of a year, and to type. */
const SHOWN_DIGITS = 12;

const whatBecame = (alert: NonNullable<Row["alert"]>, generation: Row["generation"]): string => {
  if (alert.outcome !== "completed") return `${alert.outcome}: ${alert.reason}`;
  if (generation === undefined) return alert.redelivered ? "completed, again" : "completed";
  return generation.degraded_reason ? `rules: ${generation.degraded_reason}` : `by ${generation.engine}`;
};

const styleOf = (severity: string): Style =>
  (({ critical: "red", error: "red", warning: "yellow", info: "green" }) as const)[severity as Triage["severity"]] ??
  "dim";

/** A triage event as it comes, in two rows. */
export const formatTriageEvent = (event: CloudEvent, { paint, columns }: Pick<Output, "paint" | "columns">): string => {
  const { alert, triage, reason, engine, degraded } = event.data as TriageData;
  const name = [alert.namespace, alert.alertname].filter(Boolean).join("/");
  const what = triage
    ? `${triage.severity.toUpperCase()} (${triage.verdict}, by ${engine}${degraded ? `: ${degraded.reason}` : ""})`
    : `${event.type.split(".")[3]}: ${reason}`;
  const head = `${event.time?.slice(11, 19)}  ${event.id.slice(0, SHOWN_DIGITS)}  ${name}  ${what}`;
  const width = columns ?? Number.POSITIVE_INFINITY;
  return [
    paint(styleOf(triage?.severity ?? ""), wrap(head, width, 1)[0] ?? ""),
    ...(triage ? wrap(`          ${triage.summary}`, width, 1) : []),
  ].join("\n");
};

/** Whatever kind of triage event it is. */
type TriageData = Pick<TriageSkipped, "alert"> & Partial<TriageCompleted & TriageSkipped>;

/** An alert and its triage for a person, from the records alone. */
export const formatAlertTriage = ({ alert, generations }: Found, output: Pick<Output, "paint" | "columns">): string => {
  const { paint, columns } = output;
  const answer = generations.find(({ role }) => role !== "part");
  const width = columns ?? Number.POSITIVE_INFINITY;
  const row = (name: string, value: string | null | undefined): readonly string[] => {
    if (!value) return [];
    const lead = `  ${name.padEnd(LEAD)} `;
    return [
      `${paint("dim", lead)}${name.endsWith("sha256") ? value : wrap(value, Math.max(20, width - lead.length)).join(`\n${" ".repeat(lead.length)}`)}`,
    ];
  };
  const list = (title: string, items: readonly string[]): readonly string[] =>
    items.length > 0
      ? ["", paint("bold", title), ...items.map((item) => `  ${wrap(item, Math.max(20, width - 2)).join("\n  ")}`)]
      : [];
  return [
    ...(answer ? toTriage(answer.triage, output, list) : []),
    ...(answer ? [""] : []),
    paint("bold", "Alert"),
    ...(alert
      ? [
          ...row("name", alert.alertname),
          ...row("namespace", alert.namespace),
          ...row("severity", alert.severity),
          ...row("outcome", `${alert.outcome}${alert.reason ? `: ${alert.reason}` : ""}`),
          ...row("event", `${alert.event_source} ${alert.event_id}`),
          ...row("identity_sha256", alert.identity),
          ...row("triage_sha256", alert.triage_id),
        ]
      : row("none", "a request to POST /v1/analyze")),
    ...(answer
      ? [
          "",
          paint("bold", "What caused this answer"),
          ...row("prompt", `${answer.prompt_id}@${answer.prompt_version}`),
          ...row("template_sha256", answer.prompt_hash),
          ...row("render_sha256", answer.render_sha256),
          ...row("bundle_sha256", answer.bundle_sha256),
          ...row("route", `${answer.task}, by ${answer.route_by}: ${answer.route_reason}`),
          ...row("engine", `${answer.engine}${answer.degraded_reason ? `, ${answer.degraded_reason}` : ""}`),
          ...row("model", answer.model),
          ...row("logs", answer.query ?? "none: from the alert alone"),
        ]
      : []),
    ...row("trace", alert?.trace_id ?? answer?.trace_id),
  ].join("\n");
};

const LEAD = 15;

const toTriage = (
  triage: Triage,
  { paint }: Pick<Output, "paint">,
  list: (title: string, items: readonly string[]) => readonly string[],
): readonly string[] => [
  paint(
    styleOf(triage.severity),
    `${triage.severity.toUpperCase()}  ${triage.component}  (${triage.verdict}, confidence ${triage.confidence} of 100)`,
  ),
  triage.summary,
  ...list("Root cause", [triage.root_cause]),
  ...list(
    "What to do",
    triage.recommended_steps.map((step, index) => `${index + 1}. ${step}`),
  ),
  ...list("Not known", triage.data_gaps),
];

import type { AlertData } from "../../../../core/alert/alert-data.ts";
import { EVENT_TYPE } from "../../../../core/alert/event-type.ts";
import type { AlertSummary, TriageCompleted, TriageFailed, TriageSkipped } from "../../../../core/alert/triage-data.ts";
import type { CloudEvent } from "../../../../core/cloud-event.ts";

const identity = "5f".repeat(32);
const sha = (digit: string): string => digit.repeat(64);

export const alertData: AlertData = {
  status: "firing",
  labels: { alertname: "KubePodCrashLooping", namespace: "shop", pod: "api-7c9d", severity: "warning" },
  annotations: { summary: "Pod shop/api-7c9d restarts again and again." },
  starts_at: "2026-11-21T03:00:00Z",
  ends_at: null,
  generator_url: "http://prometheus.example/graph?g0.expr=secret-expression",
  fingerprint: "0123456789abcdef",
  identity,
  receiver: "kprompt",
  truncated_alerts: 0,
};

export const alertSummary: AlertSummary = {
  status: "firing",
  alertname: "KubePodCrashLooping",
  severity: "warning",
  namespace: "shop",
  labels: alertData.labels,
  annotations: alertData.annotations,
  starts_at: alertData.starts_at,
  ends_at: null,
  fingerprint: alertData.fingerprint,
  identity,
  truncated_alerts: 0,
};

const shared = {
  alert: alertSummary,
  cause: { source: "/kprompt/ingest/home", id: "0123456789abcdef/2026-11-21T03:00:00Z/firing" },
  earlier: null,
  trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
};

export const completed: TriageCompleted = {
  ...shared,
  triage: {
    evidence: ["E2"],
    summary: "The container api is killed for its memory, every 4 minutes.",
    component: "shop/api",
    root_cause: "Its limit of 512Mi is lower than what the import needs.",
    severity: "error",
    verdict: "required",
    recommended_steps: ["kubectl -n shop describe pod api-7c9d", "Raise the limit to 1Gi."],
    confidence: 80,
    data_gaps: ["No lines from before the first restart."],
    action_required: "yes",
  },
  engine: "model",
  degraded: null,
  evidence: [
    {
      id: "E2",
      time: "2026-11-21T02:59:58Z",
      level: "error",
      count: 4,
      text: "OOMKilled: memory cgroup out of memory",
    },
  ],
  prompt: {
    id: "log_triage.k8s",
    version: "1.1.0",
    template_sha256: sha("a"),
    render_sha256: sha("b"),
    bundle_sha256: sha("c"),
  },
  route: { intent: "k8s_core_triage", reason: "kube_system_warning" },
  logs: { lines: 120, shown: 24, coverage: "24 of 120 lines", query: '{namespace="shop"}' },
  earlier: {
    triage_id: sha("d"),
    time: "2026-11-20T22:00:00Z",
    trace_id: "0af7651916cd43dd8448eb211c80319c",
    engine: "model",
    summary: "The same container ran out of memory.",
    severity: "error",
    verdict: "required",
    prompt: { id: "log_triage.k8s", version: "1.0.0", template_sha256: sha("e") },
    feedback: { up: 2, down: 0 },
  },
};

export const skipped: TriageSkipped = { ...shared, reason: "resolved", detail: "The alert is over." };

export const failed: TriageFailed = { ...shared, reason: "logs_unavailable", detail: "Loki cannot be reached." };

/** An event as analyze or ingest sends it. */
export const eventOf = (type: keyof typeof EVENT_TYPE, data: unknown, more: Partial<CloudEvent> = {}): CloudEvent => ({
  id: sha("9"),
  source: "/kprompt/analyze",
  type: EVENT_TYPE[type],
  time: "2026-11-21T03:01:00Z",
  datacontenttype: "application/json",
  extensions: {},
  data,
  ...more,
});

/** Tries of a stranger to act in a chat or on a page, each ending in a mark by which it can be found. */
export const HOSTILE = [
  "<!channel> <!here> <!everyone> <!subteam^S1|ops>",
  "<@U024BE7LH> <@&81384788765712384> <#C024BE7LR>",
  "@everyone @here @channel @all @room @admin x@here",
  "[log in](https://evil.example/a) ![x](https://evil.example/p.png)",
  "<https://evil.example|runbook> https://evil.example www.evil.example",
  "```\n@channel\n```",
  "`````` **bold** __under__ ~~gone~~ ||spoiler|| > quote",
  "# heading\n- item\n1. one\n> quote\n| a | b |",
  "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "\u202eesrever\u202c \u200bzero\u2060width \u{e0041}tag \ud800",
  "a".repeat(3001),
  `${"😀".repeat(150)}`,
  `${"\\".repeat(400)}${'"'.repeat(400)}`,
  "x".repeat(100_000),
  `${"@here ```".repeat(2000)}`,
  "\u0000\u001b[31mred\r\nbell\u0007",
] as const;

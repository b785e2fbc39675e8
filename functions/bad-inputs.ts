import type { CloudEvent } from "../core/cloud-event.ts";
import type { ErrorCode } from "../core/error.ts";
import { completed, eventOf, failed } from "./adapters/notifiers/testing/samples.ts";
import { toNotification } from "./ingest/testing/bodies.ts";
import { signNow, toStructuredInit } from "./notify/testing.ts";
import type { FunctionName } from "./settings.ts";
import { secrets, testEnv, tokens } from "./testing.ts";

/** A request that must be refused, and how. */
export interface BadInput {
  readonly name: string;
  readonly to: FunctionName;
  /** Default: the function's main endpoint. */
  readonly path?: string;
  /** Default: POST. */
  readonly method?: string;
  /** An object is sent as JSON, a text or bytes as they are. */
  readonly body?: object | string;
  readonly bytes?: readonly number[];
  /** Over the defaults: the token that may do all, and JSON. null: not sent. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly status: number;
  readonly code: ErrorCode;
  /** One of the issues' pointers. */
  readonly pointer?: string;
}

const nested = (levels: number): string => `${'{"logs":'.repeat(levels)}1${"}".repeat(levels)}`;
const maxLines = Number(testEnv.MAX_LINES);
const lineOf = (bytes: number): string => "x".repeat(bytes);
const malformed = { status: 400, code: "body_malformed" } as const;
const invalid = { status: 422, code: "request_invalid" } as const;
const unknownField = { status: 422, code: "field_unknown" } as const;
const good = () => toNotification([{}]).alerts[0];
const unauthenticated = { status: 401, code: "unauthenticated" } as const;
const contentType = { status: 415, code: "content_type_unsupported" } as const;

const everywhere = (["ingest", "route", "render", "analyze"] as const).flatMap((to): BadInput[] => [
  { name: "no body", to, body: "", ...malformed },
  { name: "white space for a body", to, body: " \n ", ...malformed },
  { name: "text that is not JSON", to, body: "logs=boom", ...malformed },
  { name: "JSON cut short", to, body: '{"logs": "x', ...malformed },
  { name: "two JSON values", to, body: "{} {}", ...malformed },
  { name: "single quotes", to, body: "{'logs': 'x'}", ...malformed },
  {
    name: "bytes that are not UTF-8",
    to,
    bytes: [...new TextEncoder().encode('{"logs":"'), 0xff, 0x22, 0x7d],
    ...malformed,
  },
  { name: "nesting without end", to, body: nested(33), status: 400, code: "body_too_deep" },
  { name: "brackets only", to, body: "[".repeat(5000), status: 400, code: "body_too_deep" },
  { name: "a body over the limit", to, body: { logs: lineOf(70_000) }, status: 413, code: "body_too_large" },
  {
    name: "form data",
    to,
    body: "a=b",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    ...contentType,
  },
  { name: "no content type", to, body: "{}", headers: { "content-type": null }, ...contentType },
  {
    name: "another encoding",
    to,
    body: "{}",
    headers: { "content-type": "application/json; charset=latin1" },
    ...contentType,
  },
  { name: "a compressed body", to, body: "{}", headers: { "content-encoding": "gzip" }, ...contentType },
  { name: "a list for an object", to, body: [], ...invalid, pointer: "" },
  { name: "null for an object", to, body: "null", ...invalid, pointer: "" },
  { name: "a text for an object", to, body: '"logs"', ...invalid, pointer: "" },
  { name: "no token", to, body: {}, headers: { authorization: null }, ...unauthenticated },
  {
    name: "an unknown token",
    to,
    body: {},
    headers: { authorization: "Bearer not-the-token-0123456789" },
    ...unauthenticated,
  },
  {
    name: "the beginning of a token",
    to,
    body: {},
    headers: { authorization: `Bearer ${tokens.all.slice(0, -1)}` },
    ...unauthenticated,
  },
  {
    name: "a token in another scheme",
    to,
    body: {},
    headers: { authorization: `Basic ${tokens.all}` },
    ...unauthenticated,
  },
  { name: "an unknown path", to, path: "/v1/nothing", body: {}, status: 404, code: "route_unknown" },
  {
    name: "an unknown path without a token",
    to,
    path: "/v1/nothing",
    headers: { authorization: null },
    ...unauthenticated,
  },
  { name: "a path in other letters", to, path: "/V1/ROUTE", body: {}, status: 404, code: "route_unknown" },
  { name: "DELETE", to, method: "DELETE", status: 405, code: "method_not_allowed" },
  { name: "PUT", to, method: "PUT", body: {}, status: 405, code: "method_not_allowed" },
  { name: "GET", to, method: "GET", status: 405, code: "method_not_allowed" },
  { name: "POST to health", to, path: "/health/readiness", body: {}, status: 405, code: "method_not_allowed" },
]);

/** What is asked of callers that can mend it; a webhook cannot. */
const ofPeople = (["route", "render", "analyze"] as const).flatMap((to): BadInput[] => [
  {
    name: "a type that cannot be answered",
    to,
    body: {},
    headers: { accept: "text/html" },
    status: 406,
    code: "not_acceptable",
  },
  {
    name: "half a surrogate pair in a text",
    to,
    body: '{"prompt": "\\ud800"}',
    status: 422,
    code: "text_not_unicode",
    pointer: "/prompt",
  },
  {
    name: "half a surrogate pair in a name",
    to,
    body: '{"\\udfff": 1}',
    status: 422,
    code: "text_not_unicode",
    pointer: "",
  },
]);

const ruler = "/api/v2/alerts";
const ingest: readonly BadInput[] = [
  { name: "an empty list of alerts", to: "ingest", body: { alerts: [] }, ...invalid, pointer: "/alerts" },
  { name: "no alerts", to: "ingest", body: { version: "4" }, ...invalid, pointer: "/alerts" },
  { name: "alerts that are no list", to: "ingest", body: { alerts: {} }, ...invalid, pointer: "/alerts" },
  { name: "an alert that is a text", to: "ingest", body: { alerts: ["PodCrash"] }, ...invalid, pointer: "/alerts/0" },
  {
    name: "an alert without labels",
    to: "ingest",
    body: { alerts: [{ status: "firing", startsAt: "2026-11-21T03:00:00Z" }] },
    ...invalid,
    pointer: "/alerts/0/labels",
  },
  {
    name: "labels that are numbers, in both alerts",
    to: "ingest",
    body: {
      alerts: [
        { ...good(), labels: { alertname: 7 } },
        { ...good(), labels: { alertname: 8 } },
      ],
    },
    ...invalid,
    pointer: "/alerts/1/labels/alertname",
  },
  {
    name: "an unknown status",
    to: "ingest",
    body: { alerts: [{ ...good(), status: "alerting" }] },
    ...invalid,
    pointer: "/alerts/0/status",
  },
  {
    name: "a start that is no time",
    to: "ingest",
    body: { alerts: [{ ...good(), startsAt: "yesterday" }] },
    ...invalid,
    pointer: "/alerts/0/startsAt",
  },
  {
    name: "Grafana without alerts",
    to: "ingest",
    path: "/v1/alerts/grafana",
    body: {},
    ...invalid,
    pointer: "/alerts",
  },
  { name: "a ruler's object", to: "ingest", path: ruler, body: { alerts: [] }, ...invalid, pointer: "" },
  { name: "a ruler's alert without labels", to: "ingest", path: ruler, body: [{}], ...invalid, pointer: "/0/labels" },
  {
    name: "a path with a slash behind it",
    to: "ingest",
    path: "/v1/alerts/alertmanager/",
    body: toNotification([{}]),
    status: 404,
    code: "route_unknown",
  },
  {
    name: "a wrong password",
    to: "ingest",
    body: toNotification([{}]),
    headers: { authorization: `Basic ${btoa("alertmanager:suite-password-012345678X")}` },
    ...unauthenticated,
  },
  {
    name: "the secret itself as a signature",
    to: "ingest",
    body: toNotification([{}]),
    headers: { authorization: null, "x-grafana-alerting-signature": secrets.hmac },
    ...unauthenticated,
  },
  {
    name: "a signature of something else",
    to: "ingest",
    body: toNotification([{}]),
    headers: { authorization: null, "x-grafana-alerting-signature": "0".repeat(64) },
    ...unauthenticated,
  },
  {
    name: "an alert outside the token",
    to: "ingest",
    body: toNotification([{}, { namespace: "kube-system" }]),
    headers: { authorization: `Bearer ${tokens.shop}` },
    status: 403,
    code: "namespace_forbidden",
    pointer: "/alerts/1/labels/namespace",
  },
  {
    name: "an alert of no namespace, by a bound token",
    to: "ingest",
    path: ruler,
    body: [{ labels: { alertname: "NodeDown" } }],
    headers: { authorization: `Bearer ${tokens.shop}` },
    status: 403,
    code: "namespace_forbidden",
    pointer: "/0/labels",
  },
  {
    name: "an alert about a namespace outside the token",
    to: "ingest",
    body: toNotification([{ exported_namespace: "kube-system" }]),
    headers: { authorization: `Bearer ${tokens.shop}` },
    status: 403,
    code: "namespace_forbidden",
    pointer: "/alerts/0/labels",
  },
  {
    name: "a namespace outside the token, in a label that only looks otherwise",
    to: "ingest",
    body: toNotification([{ "name\ufe0fspace": "kube-system" }]),
    headers: { authorization: `Bearer ${tokens.shop}` },
    status: 403,
    code: "namespace_forbidden",
    pointer: "/alerts/0/labels/name\ufe0fspace",
  },
  {
    name: "an alert about a whole node, by a bound token",
    to: "ingest",
    body: toNotification([{ container: "node-exporter", node: "nuc-1" }]),
    headers: { authorization: `Bearer ${tokens.shop}` },
    status: 403,
    code: "namespace_forbidden",
    pointer: "/alerts/0/labels",
  },
];

const route: readonly BadInput[] = [
  { name: "nothing to route", to: "route", body: {}, ...invalid, pointer: "" },
  { name: "two things to route", to: "route", body: { logs: "x", features: {} }, ...invalid, pointer: "" },
  { name: "an unknown field", to: "route", body: { log: "x" }, ...unknownField, pointer: "/log" },
  {
    name: "a field of another function",
    to: "route",
    body: { logs: "x", prompt: "tiny.k8s" },
    ...unknownField,
    pointer: "/prompt",
  },
  { name: "logs as a number", to: "route", body: { logs: 7 }, ...invalid, pointer: "/logs" },
  { name: "labels beside features", to: "route", body: { features: {}, labels: { a: "b" } }, ...invalid, pointer: "" },
  {
    name: "an unknown level",
    to: "route",
    body: { features: { level: "fatal" } },
    ...invalid,
    pointer: "/features/level",
  },
  {
    name: "an unknown error class",
    to: "route",
    body: { features: { error_class: "boom" } },
    ...invalid,
    pointer: "/features/error_class",
  },
  {
    name: "a negative log volume",
    to: "route",
    body: { features: { log_volume: -1 } },
    ...invalid,
    pointer: "/features/log_volume",
  },
  {
    name: "an unknown feature",
    to: "route",
    body: { features: { cluster: "x" } },
    ...unknownField,
    pointer: "/features/cluster",
  },
  { name: "a list of labels", to: "route", body: { alert: { labels: ["a"] } }, ...invalid, pointer: "/alert/labels" },
  { name: "an alert without labels", to: "route", body: { alert: {} }, ...invalid, pointer: "/alert/labels" },
  {
    name: "a label that is a number",
    to: "route",
    body: { alert: { labels: { a: 1 } } },
    ...invalid,
    pointer: "/alert/labels/a",
  },
  {
    name: "a label with slash and tilde",
    to: "route",
    body: { alert: { labels: { "a/b~c": 1 } } },
    ...invalid,
    pointer: "/alert/labels/a~1b~0c",
  },
  {
    name: "a reserved label name",
    to: "route",
    body: '{"alert":{"labels":{"__proto__":"x"}}}',
    ...invalid,
    pointer: "/alert/labels",
  },
  {
    name: "a namespace outside the token",
    to: "route",
    body: { features: { namespace: "kube-system" } },
    headers: { authorization: `Bearer ${tokens.shop}` },
    status: 403,
    code: "namespace_forbidden",
    pointer: "/features/namespace",
  },
  ...["k8s_namespace_name", "name\ufe0fspace", "\u001b[0mnamespace"].map((name) => ({
    name: `a namespace outside the token, in the label ${JSON.stringify(name)}`,
    to: "route" as const,
    body: { alert: { labels: { [name]: "kube-system" } } },
    headers: { authorization: `Bearer ${tokens.shop}` },
    status: 403,
    code: "namespace_forbidden" as const,
    pointer: `/alert/labels/${name}`,
  })),
];

const render: readonly BadInput[] = [
  { name: "no prompt", to: "render", body: {}, ...invalid, pointer: "/prompt" },
  { name: "an empty prompt", to: "render", body: { prompt: "" }, ...invalid, pointer: "/prompt" },
  { name: "an unknown prompt", to: "render", body: { prompt: "tiny.nothing" }, status: 404, code: "prompt_unknown" },
  {
    name: "an unknown version",
    to: "render",
    body: { prompt: "tiny.k8s@9.0.0" },
    status: 404,
    code: "version_unknown",
  },
  { name: "an unknown label", to: "render", body: { prompt: "tiny.k8s@staging" }, status: 404, code: "label_unknown" },
  {
    name: "a reference with two @",
    to: "render",
    body: { prompt: "tiny.k8s@1@2" },
    status: 422,
    code: "reference_malformed",
  },
  {
    name: "a prompt called constructor",
    to: "render",
    body: { prompt: "constructor" },
    status: 404,
    code: "prompt_unknown",
  },
  {
    name: "a missing variable",
    to: "render",
    body: { prompt: "tiny.k8s" },
    status: 422,
    code: "variable_missing",
    pointer: "/variables/logs",
  },
  {
    name: "null for a required variable",
    to: "render",
    body: { prompt: "tiny.k8s", variables: { logs: null } },
    status: 422,
    code: "variable_missing",
    pointer: "/variables/logs",
  },
  {
    name: "an undeclared variable",
    to: "render",
    body: { prompt: "tiny.k8s", variables: { logs: "x", host: "y" } },
    status: 422,
    code: "variable_unknown",
    pointer: "/variables/host",
  },
  {
    name: "a boolean variable",
    to: "render",
    body: { prompt: "tiny.k8s", variables: { logs: true } },
    status: 422,
    code: "variable_invalid",
    pointer: "/variables/logs",
  },
  {
    name: "an object for a variable",
    to: "render",
    body: { prompt: "tiny.k8s", variables: { logs: { a: "b" } } },
    ...invalid,
    pointer: "/variables/logs",
  },
  {
    name: "a list for the variables",
    to: "render",
    body: { prompt: "tiny.k8s", variables: ["x"] },
    ...invalid,
    pointer: "/variables",
  },
  { name: "an unknown field", to: "render", body: { prompt: "tiny.k8s", vars: {} }, ...unknownField, pointer: "/vars" },
  {
    name: "an unknown prompt in the path",
    to: "render",
    path: "/v1/prompts/tiny.nothing",
    method: "GET",
    status: 404,
    code: "prompt_unknown",
  },
  {
    name: "an unknown version in the path",
    to: "render",
    path: "/v1/prompts/tiny.k8s/2.0.0",
    method: "GET",
    status: 404,
    code: "version_unknown",
  },
  {
    name: "an unknown label in the path",
    to: "render",
    path: "/v1/prompts/tiny.k8s/staging",
    method: "GET",
    status: 404,
    code: "label_unknown",
  },
  {
    name: "POST to the catalogue",
    to: "render",
    path: "/v1/prompts",
    body: {},
    status: 405,
    code: "method_not_allowed",
  },
];

const toEventInput = (
  event: CloudEvent,
  to: "analyze" | "notify" = "notify",
): Pick<BadInput, "to" | "path" | "headers" | "body"> => {
  const { headers, body } = toStructuredInit(event);
  return { to, ...(to === "analyze" && { path: "/" }), headers: { authorization: null, ...headers }, body };
};
const analyze: readonly BadInput[] = [
  { name: "no logs", to: "analyze", body: {}, ...invalid, pointer: "/logs" },
  { name: "empty logs", to: "analyze", body: { logs: "" }, status: 422, code: "logs_empty", pointer: "/logs" },
  {
    name: "an empty list of logs",
    to: "analyze",
    body: { logs: [] },
    status: 422,
    code: "logs_empty",
    pointer: "/logs",
  },
  {
    name: "blank lines only",
    to: "analyze",
    body: { logs: " \n\t\n" },
    status: 422,
    code: "logs_empty",
    pointer: "/logs",
  },
  { name: "a number among the lines", to: "analyze", body: { logs: ["a", 2] }, ...invalid, pointer: "/logs/1" },
  {
    name: "a line without text",
    to: "analyze",
    body: { logs: [{ time: "2026-11-21T03:00:00Z" }] },
    ...invalid,
    pointer: "/logs/0/line",
  },
  {
    name: "a line with an unknown field",
    to: "analyze",
    body: { logs: [{ line: "a", level: "info" }] },
    ...unknownField,
    pointer: "/logs/0/level",
  },
  {
    name: "a line with a time that is none",
    to: "analyze",
    body: { logs: [{ line: "a", time: "noon" }] },
    ...invalid,
    pointer: "/logs/0/time",
  },
  {
    name: "a line with labels that are no texts",
    to: "analyze",
    body: { logs: [{ line: "a", labels: { pod: 1 } }] },
    ...invalid,
    pointer: "/logs/0/labels/pod",
  },
  {
    name: "too many lines in a text",
    to: "analyze",
    body: { logs: "x\n".repeat(maxLines + 1) },
    status: 413,
    code: "lines_too_many",
    pointer: "/logs",
  },
  {
    name: "too many lines in a list",
    to: "analyze",
    body: { logs: Array(maxLines + 1).fill("x") },
    status: 413,
    code: "lines_too_many",
    pointer: "/logs",
  },
  {
    name: "a line that is too long",
    to: "analyze",
    body: { logs: ["a", lineOf(1001)] },
    status: 413,
    code: "line_too_long",
    pointer: "/logs/1",
  },
  {
    name: "a line too long in bytes, not in characters",
    to: "analyze",
    body: { logs: [{ line: "ü".repeat(501) }] },
    status: 413,
    code: "line_too_long",
    pointer: "/logs/0/line",
  },
  { name: "an unknown field", to: "analyze", body: { logs: "x", model: "gpt" }, ...unknownField, pointer: "/model" },
  {
    name: "an unknown filter",
    to: "analyze",
    body: { logs: "x", filters: { app: "y" } },
    ...unknownField,
    pointer: "/filters/app",
  },
  { name: "a list for the filters", to: "analyze", body: { logs: "x", filters: [] }, ...invalid, pointer: "/filters" },
  {
    name: "an unknown severity",
    to: "analyze",
    body: { logs: "x", filters: { severity: "fatal" } },
    ...invalid,
    pointer: "/filters/severity",
  },
  {
    name: "a severity beside given logs",
    to: "analyze",
    body: { logs: "x", filters: { severity: "error" } },
    ...invalid,
    pointer: "/filters/severity",
  },
  {
    name: "a line filter beside given logs",
    to: "analyze",
    body: { logs: "x", filters: { log_filter: "oom" } },
    ...invalid,
    pointer: "/filters/log_filter",
  },
  { name: "a limit beside given logs", to: "analyze", body: { logs: "x", limit: 5 }, ...invalid, pointer: "/limit" },
  { name: "a limit of nothing", to: "analyze", body: { logs: "x", limit: 0 }, ...invalid, pointer: "/limit" },
  {
    name: "a time without a zone",
    to: "analyze",
    body: { logs: "x", time_range: { start: "2026-11-21T03:00:00", end: "2026-11-21T04:00:00Z" } },
    ...invalid,
    pointer: "/time_range/start",
  },
  {
    name: "a day that does not exist",
    to: "analyze",
    body: { logs: "x", time_range: { start: "2026-13-41T03:00:00Z", end: "2026-11-21T04:00:00Z" } },
    ...invalid,
    pointer: "/time_range/start",
  },
  {
    name: "a time range without an end",
    to: "analyze",
    body: { logs: "x", time_range: { start: "2026-11-21T03:00:00Z" } },
    ...invalid,
    pointer: "/time_range/end",
  },
  {
    name: "a time range backwards",
    to: "analyze",
    body: { logs: "x", time_range: { start: "2026-11-21T05:00:00Z", end: "2026-11-21T04:00:00Z" } },
    ...invalid,
    pointer: "/time_range",
  },
  {
    name: "logs to be fetched",
    to: "analyze",
    body: {
      time_range: { start: "2026-11-21T03:00:00Z", end: "2026-11-21T04:00:00Z" },
      filters: { namespace: "shop", severity: "error" },
      limit: 100,
    },
    status: 422,
    code: "logs_source_unavailable",
    pointer: "/time_range",
  },
  {
    name: "a question that is too long",
    to: "analyze",
    body: { logs: "x", question: lineOf(2001) },
    ...invalid,
    pointer: "/question",
  },
  {
    name: "a question that is null",
    to: "analyze",
    body: { logs: "x", question: null },
    ...invalid,
    pointer: "/question",
  },
  {
    name: "four intents",
    to: "analyze",
    body: { logs: "x", intents: ["a", "b", "c", "d"] },
    ...invalid,
    pointer: "/intents",
  },
  {
    name: "an intent named twice",
    to: "analyze",
    body: { logs: "x", intents: ["general", "general"] },
    ...invalid,
    pointer: "/intents",
  },
  {
    name: "an intent where none may be named",
    to: "analyze",
    body: { logs: "x", intents: ["general"] },
    status: 403,
    code: "override_forbidden",
    pointer: "/intents",
  },
  {
    name: "a prompt where none may be named",
    to: "analyze",
    body: { logs: "x", prompt: "tiny.k8s" },
    status: 403,
    code: "override_forbidden",
    pointer: "/prompt",
  },
  {
    name: "a namespace outside the token, in filters",
    to: "analyze",
    body: { logs: "x", filters: { namespace: "kube-system" } },
    headers: { authorization: `Bearer ${tokens.shop}` },
    status: 403,
    code: "namespace_forbidden",
    pointer: "/filters/namespace",
  },
  {
    name: "a namespace outside the token, in a line's labels",
    to: "analyze",
    body: { logs: ["a", { line: "b", labels: { namespace: "shopping" } }], labels: { namespace: "shop" } },
    headers: { authorization: `Bearer ${tokens.shop}` },
    status: 403,
    code: "namespace_forbidden",
    pointer: "/logs/1/labels/namespace",
  },
  {
    name: "a namespace outside the token, in another label of a line",
    to: "analyze",
    body: { logs: [{ line: "b", labels: { k8s_namespace_name: "shopping" } }] },
    headers: { authorization: `Bearer ${tokens.shop}` },
    status: 403,
    code: "namespace_forbidden",
    pointer: "/logs/0/labels/k8s_namespace_name",
  },
  {
    name: "an event without a signature",
    to: "analyze",
    path: "/",
    body: { alert: 1 },
    headers: {
      authorization: null,
      "ce-specversion": "1.0",
      "ce-type": "dev.kprompt.alert.firing.v1",
      "ce-id": "1",
      "ce-source": "/x",
    },
    status: 401,
    code: "event_unsigned",
  },
  { name: "JSON that is no event", to: "analyze", path: "/", body: {}, status: 400, code: "event_malformed" },
  {
    name: "a triage, come back",
    ...toEventInput(signNow(eventOf("triageFailed", failed), secrets.event), "analyze"),
    status: 422,
    code: "event_unsupported",
  },
  {
    name: "an alert that is none",
    ...toEventInput(signNow(eventOf("alertFiring", { status: "firing" }), secrets.event), "analyze"),
    status: 422,
    code: "request_invalid",
    pointer: "/labels",
  },
  {
    name: "a score that is none",
    to: "analyze",
    path: "/v1/feedback",
    body: { token: "ab".repeat(16), score: "fine" },
    status: 422,
    code: "request_invalid",
    pointer: "/score",
  },
];

const signed = (...parts: Parameters<typeof eventOf>) => toEventInput(signNow(eventOf(...parts), secrets.event));
const notify: readonly BadInput[] = [
  { name: "JSON that is no event", to: "notify", body: {}, status: 400, code: "event_malformed" },
  {
    name: "an event without a signature",
    ...toEventInput(eventOf("triageFailed", failed)),
    status: 401,
    code: "event_unsigned",
  },
  {
    name: "an event signed by another",
    ...toEventInput(signNow(eventOf("triageFailed", failed), "another-secret-0123456789")),
    status: 401,
    code: "event_unsigned",
  },
  {
    name: "an event whose data was changed",
    ...toEventInput({
      ...signNow(eventOf("triageFailed", failed), secrets.event),
      data: { ...failed, detail: "All is well." },
    }),
    status: 401,
    code: "event_unsigned",
  },
  {
    name: "an event of another type",
    ...signed("triageFailed", failed, { type: "com.example.other" }),
    status: 422,
    code: "event_unsupported",
  },
  { name: "an event without data", ...signed("triageFailed", undefined), ...invalid, pointer: "" },
  {
    name: "data of the wrong kind",
    ...signed("triageFailed", { ...failed, detail: 7 }),
    ...invalid,
    pointer: "/detail",
  },
  {
    name: "an unknown receiver",
    path: "/receivers/nobody",
    ...signed("triageFailed", failed),
    status: 422,
    code: "receiver_unknown",
  },
  {
    name: "a receiver that is away",
    path: "/receivers/ops",
    ...signed("triageFailed", failed),
    status: 503,
    code: "receiver_unavailable",
  },
  {
    name: "the only receiver, which is away",
    ...signed("triageCompleted", completed),
    status: 503,
    code: "receiver_unavailable",
  },
  { name: "GET", to: "notify", method: "GET", status: 405, code: "method_not_allowed" },
];

export const badInputs: readonly BadInput[] = [
  ...everywhere,
  ...ofPeople,
  ...ingest,
  ...notify,
  ...route,
  ...render,
  ...analyze,
];

/** What each function is there for; all of them are posted to. */
export const MAIN_PATH: Readonly<Record<FunctionName, string>> = {
  ingest: "/v1/alerts/alertmanager",
  route: "/v1/route",
  render: "/v1/render",
  analyze: "/v1/analyze",
  notify: "/",
};

export const toRequest = (input: BadInput): { readonly path: string; readonly init: RequestInit } => {
  const defaults = { authorization: `Bearer ${tokens.all}`, "content-type": "application/json" };
  const headers = Object.fromEntries(
    Object.entries({ ...defaults, ...input.headers }).filter(([, value]) => value !== null),
  ) as Record<string, string>;
  const { body, bytes } = input;
  const sent = bytes ? new Uint8Array(bytes) : typeof body === "object" ? JSON.stringify(body) : body;
  // A text would bring a content type of its own.
  const payload = typeof sent === "string" ? new TextEncoder().encode(sent) : sent;
  return {
    path: input.path ?? MAIN_PATH[input.to],
    init: { method: input.method ?? "POST", headers, ...(payload && payload.length > 0 && { body: payload }) },
  };
};

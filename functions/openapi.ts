import { type ConversionConfig, toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import type { ErrorCode } from "../core/error.ts";
import { LOG_FAILURES } from "../core/port.ts";
import { AnalyzeRequestSchema } from "./analyze/contract.ts";
import { FeedbackRequestSchema } from "./analyze/feedback.ts";
import { AnalyzeReplySchema } from "./analyze/reply.ts";
import { problems } from "./http/problem.ts";
import { ProblemSchema, ReadinessSchema } from "./http/reply.ts";
import { SIGNATURE_HEADER, TIMESTAMP_HEADER } from "./http/webhook-auth.ts";
import { NotificationSchema, PushSchema } from "./ingest/contract.ts";
import { IngestReplySchema } from "./ingest/reply.ts";
import { RenderRequestSchema } from "./render/contract.ts";
import { PromptReplySchema, PromptsReplySchema, RenderReplySchema, VersionReplySchema } from "./render/reply.ts";
import { RouteRequestSchema } from "./route/contract.ts";
import { RouteReplySchema } from "./route/reply.ts";
import { FUNCTION_NAMES, type FunctionName } from "./settings.ts";
import { VERSION } from "./version.ts";

/**
 * The OpenAPI 3.1 document of one function, or of all on one port. Made at build time from the schemas that check the
 * requests, so that the two cannot differ.
 */
export const createOpenApi = (functionName: FunctionName | "all"): object => ({
  openapi: "3.1.0",
  info: {
    title: `kprompt ${functionName === "all" ? "" : functionName}`.trim(),
    version: VERSION,
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  security: [{ token: [] }],
  paths: { ...pathsOf(functionName), ...healthPaths },
  components: {
    securitySchemes: {
      token: { type: "http", scheme: "bearer" },
      ...(takesAlerts(functionName) && webhookSchemes),
    },
    schemas: { Problem: { ...toSchema(ProblemSchema), description: `code is one of ${codes.join(", ")}.` } },
  },
});

const takesAlerts = (functionName: FunctionName | "all"): boolean =>
  functionName === "ingest" || functionName === "all";

/** What a webhook may send in the place of a token, where ingest is given it. */
const webhookSchemes = {
  password: { type: "http", scheme: "basic" },
  signature: {
    type: "apiKey",
    in: "header",
    name: SIGNATURE_HEADER,
    description: `HMAC-SHA256 of the body in hex; of "<time>:<body>" where ${TIMESTAMP_HEADER} holds the time in seconds since 1970.`,
  },
};

interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly request?: GenericSchema;
  readonly example?: object;
  /** null: the answer is empty. */
  readonly reply: GenericSchema | null;
  /** Default: 200. */
  readonly status?: 202 | 204;
  /** Names of security schemes, beside the token. */
  readonly security?: readonly string[];
  readonly parameters?: readonly string[];
  readonly streams?: boolean;
  readonly errors: readonly ErrorCode[];
}

const body = [
  "body_malformed",
  "body_too_large",
  "body_too_deep",
  "content_type_unsupported",
  "not_acceptable",
  "request_invalid",
  "field_unknown",
  "text_not_unicode",
] as const;
const logs = ["lines_too_many", "line_too_long", "logs_empty", "namespace_forbidden"] as const;
const source: readonly ErrorCode[] = [
  "filters_missing",
  "logs_not_found",
  ...LOG_FAILURES.filter((failure) => failure !== "cancelled"),
];
const webhook = [
  "body_malformed",
  "body_too_large",
  "body_too_deep",
  "content_type_unsupported",
  "request_invalid",
  "namespace_forbidden",
  "broker_unavailable",
] as const;
const event = [
  "event_malformed",
  "event_unsigned",
  "event_unsupported",
  "body_malformed",
  "body_too_large",
  "body_too_deep",
  "content_type_unsupported",
  "text_not_unicode",
  "request_invalid",
  "field_unknown",
] as const;
const prompt = ["prompt_unknown", "version_unknown", "label_unknown"] as const;

const operations: Readonly<Record<FunctionName, Readonly<Record<string, Readonly<Record<string, Operation>>>>>> = {
  ingest: {
    "/v1/alerts/alertmanager": {
      post: {
        summary: "Takes what Alertmanager posts to a webhook",
        description:
          "Each alert is an event at the broker before this answers. The same again repeats the same events.",
        request: NotificationSchema,
        reply: IngestReplySchema,
        status: 202,
        security: Object.keys(webhookSchemes),
        errors: webhook,
      },
    },
    "/v1/alerts/grafana": {
      post: {
        summary: "Takes what Grafana posts to a webhook",
        request: NotificationSchema,
        reply: IngestReplySchema,
        status: 202,
        security: Object.keys(webhookSchemes),
        errors: webhook,
      },
    },
    "/api/v2/alerts": {
      post: {
        summary: "Takes what a Loki ruler pushes to an Alertmanager",
        request: PushSchema,
        reply: null,
        security: Object.keys(webhookSchemes),
        errors: webhook,
      },
    },
  },
  notify: {
    "/receivers/{name}": {
      post: {
        summary: "Takes a CloudEvent and tells one receiver of it",
        description:
          "Binary or structured, as a Trigger sends it: a triage, or an alert that got none. Signed where EVENT_SECRET is set, and then without a token.",
        parameters: ["name"],
        reply: null,
        status: 204,
        errors: [...event, "receiver_unknown", "receiver_refused", "receiver_unavailable"],
      },
    },
    "/dead-letters": {
      post: {
        summary: "Takes an event that nobody could be told of, and writes one record of it",
        reply: null,
        status: 204,
        errors: event,
      },
    },
  },
  route: {
    "/v1/route": {
      post: {
        summary: "Which intent, prompt and version these logs, features or alert lead to",
        request: RouteRequestSchema,
        example: { logs: 'level=error msg="OOMKilled"', filters: { namespace: "kube-system" } },
        reply: RouteReplySchema,
        errors: [...body, ...logs],
      },
    },
  },
  render: {
    "/v1/prompts": { get: { summary: "All prompts and versions", reply: PromptsReplySchema, errors: [] } },
    "/v1/prompts/{id}": {
      get: { summary: "One prompt", reply: PromptReplySchema, parameters: ["id"], errors: ["prompt_unknown"] },
    },
    "/v1/prompts/{id}/{selector}": {
      get: {
        summary: "One version, by number or label",
        reply: VersionReplySchema,
        parameters: ["id", "selector"],
        errors: prompt,
      },
    },
    "/v1/render": {
      post: {
        summary: "Fills a prompt's templates",
        request: RenderRequestSchema,
        example: { prompt: "log_triage.k8s@production", variables: { logs: "E1 error OOMKilled" } },
        reply: RenderReplySchema,
        errors: [
          ...body,
          ...prompt,
          "reference_malformed",
          "variable_missing",
          "variable_unknown",
          "variable_invalid",
          "list_too_long",
        ],
      },
    },
  },
  analyze: {
    "/v1/analyze": {
      post: {
        summary: "A first look at logs",
        description:
          "With Accept: text/event-stream, the events accepted, progress, and then one triage (the reply below) or one problem.",
        request: AnalyzeRequestSchema,
        example: { logs: ['level=error msg="OOMKilled"'], filters: { namespace: "shop", container: "api" } },
        reply: AnalyzeReplySchema,
        streams: true,
        errors: [
          ...body,
          ...logs,
          "override_forbidden",
          "intent_unknown",
          "logs_source_unavailable",
          ...source,
          "model_busy",
        ],
      },
    },
    "/v1/feedback": {
      post: {
        summary: "What somebody thinks of an answer",
        description: "Counted for the alerts that come back, and written as a record beside that of the answer.",
        request: FeedbackRequestSchema,
        example: { token: "0af7651916cd43dd8448eb211c80319c", score: "up" },
        reply: null,
        status: 204,
        errors: body.filter((code) => code !== "not_acceptable"),
      },
    },
    "/": {
      post: {
        summary: "Takes an alert as a CloudEvent and answers with its triage as another one",
        description:
          "Binary or structured, as a Trigger sends it; the answer is binary. Signed where EVENT_SECRET is set, and then without a token.",
        reply: null,
        errors: event,
      },
    },
  },
};

const healthPaths = {
  "/health/liveness": {
    get: {
      operationId: "liveness",
      summary: "The process runs",
      security: [],
      responses: { 200: { description: "OK" } },
    },
  },
  "/health/readiness": {
    get: {
      operationId: "readiness",
      summary: "The function takes requests; which bundle it carries and whether tracing is on",
      security: [],
      get responses() {
        return { 200: jsonResponse("Ready", ReadinessSchema), 503: problemResponse(["shutting_down"]) };
      },
    },
  },
};

const codes = Object.keys(problems);

const pathsOf = (functionName: FunctionName | "all") =>
  Object.fromEntries(
    FUNCTION_NAMES.filter((name) => functionName === "all" || name === functionName).flatMap((name) =>
      Object.entries(operations[name]).map(([path, methods]) => [
        path,
        Object.fromEntries(
          Object.entries(methods).map(([method, operation]) => [method, toOperation(method, path, operation)]),
        ),
      ]),
    ),
  );

const toOperation = (method: string, path: string, operation: Operation) => {
  const {
    summary,
    description,
    request,
    example,
    reply,
    status = 200,
    security,
    parameters,
    streams,
    errors,
  } = operation;
  return {
    operationId: `${method}${(path === "/" ? "/event" : path).replace(/\/v1|[{}]/g, "").replace(/\/(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary,
    ...(description && { description }),
    ...(security && { security: ["token", ...security].map((name) => ({ [name]: [] })) }),
    ...(parameters && {
      parameters: parameters.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
    }),
    ...(request && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: toSchema(request), ...(example && { example }) } },
      },
    }),
    responses: {
      [status]: reply ? jsonResponse("Done", reply, streams) : { description: "Done" },
      ...problemResponses(["unauthenticated", ...errors]),
    },
  };
};

const jsonResponse = (description: string, reply: GenericSchema, streams = false) => ({
  description,
  content: {
    "application/json": { schema: toSchema(reply) },
    ...(streams && { "text/event-stream": { schema: { type: "string" } } }),
  },
});

const problemResponses = (errors: readonly ErrorCode[]) => {
  const byStatus = Map.groupBy(errors, (code) => problems[code].status);
  return Object.fromEntries([...byStatus].map(([status, group]) => [status, problemResponse(group)]));
};

const problemResponse = (group: readonly ErrorCode[]) => ({
  description: group.join(", "),
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
});

/** Checks that JSON Schema cannot say are in the descriptions of problems instead. */
const toSchema = (schema: GenericSchema): object => {
  const { $schema: _, ...rest } = toJsonSchema(schema, conversion) as Record<string, unknown>;
  return rest;
};

const conversion: ConversionConfig = {
  target: "draft-2020-12",
  typeMode: "output",
  errorMode: "ignore",
};

import { type ConversionConfig, toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import type { ErrorCode } from "../core/error.ts";
import { LOG_FAILURES } from "../core/port.ts";
import { AnalyzeRequestSchema } from "./analyze/contract.ts";
import { AnalyzeReplySchema } from "./analyze/reply.ts";
import { problems } from "./http/problem.ts";
import { ProblemSchema, ReadinessSchema } from "./http/reply.ts";
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
    securitySchemes: { token: { type: "http", scheme: "bearer" } },
    schemas: { Problem: { ...toSchema(ProblemSchema), description: `code is one of ${codes.join(", ")}.` } },
  },
});

interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly request?: GenericSchema;
  readonly example?: object;
  readonly reply: GenericSchema;
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
const prompt = ["prompt_unknown", "version_unknown", "label_unknown"] as const;

const operations: Readonly<Record<FunctionName, Readonly<Record<string, Readonly<Record<string, Operation>>>>>> = {
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
  const { summary, description, request, example, reply, parameters, streams, errors } = operation;
  return {
    operationId: `${method}${path.replace(/\/v1|[{}]/g, "").replace(/\/(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary,
    ...(description && { description }),
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
      200: jsonResponse("Done", reply, streams),
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

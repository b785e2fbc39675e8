/**
 * Every span name and attribute name that kprompt writes. `llm.prompt.*`, `llm.intent` and `llm.route.*` are its own;
 * the others follow OpenTelemetry's HTTP and GenAI conventions (open-telemetry/semantic-conventions-genai, mid-2026).
 */
export const SPAN = {
  logs: "loki.query",
  digest: "evidence.digest",
  route: "intent.route",
  render: "prompt.render",
  inference: "llm.inference",
  brokerSend: "broker.send",
  notify: "notification.send",
} as const;

export const ATTRIBUTE = {
  promptId: "llm.prompt.id",
  promptVersion: "llm.prompt.version",
  templateSha256: "llm.prompt.template_sha256",
  contentSha256: "llm.prompt.content_sha256",
  varsSha256: "llm.prompt.vars_sha256",
  renderSha256: "llm.prompt.render_sha256",
  bundleSha256: "llm.prompt.bundle_sha256",
  promptVariables: "llm.prompt.variables",
  promptFallback: "llm.prompt.fallback",
  promptFallbackReason: "llm.prompt.fallback_reason",
  renderPreview: "llm.prompt.render_preview",
  intent: "llm.intent",
  /** Of one request, where they are several. */
  intents: "llm.intents",
  routeReason: "llm.route.reason",
  routeBy: "llm.route.by",
  routeVersionBy: "llm.route.version_by",
  usageEstimated: "llm.usage.estimated",

  engine: "kprompt.engine",
  degradedReason: "kprompt.degraded_reason",
  attempts: "kprompt.model.attempts",
  queueMs: "kprompt.model.queue_ms",
  repair: "kprompt.model.repair",
  logsLines: "kprompt.logs.lines",
  logsTruncated: "kprompt.logs.truncated",
  /** Lines in the window, counted where not all were fetched. */
  logsTotal: "kprompt.logs.total",
  /** Counts that were asked for and could not be had. */
  logsCountFailures: "kprompt.logs.count_failures",
  logsBaselineLines: "kprompt.logs.baseline_lines",
  logsBaselineFailure: "kprompt.logs.baseline_failure",
  evidenceLinesIn: "kprompt.evidence.lines_in",
  evidenceLinesShown: "kprompt.evidence.lines_shown",
  evidenceTokens: "kprompt.evidence.tokens",
  evidenceTruncated: "kprompt.evidence.truncated",
  evidenceRedactions: "kprompt.evidence.redactions",
  errorClass: "kprompt.evidence.error_class",
  synthesisBy: "kprompt.synthesis.by",
  synthesisClaims: "kprompt.synthesis.claims",
  synthesisClaimsDropped: "kprompt.synthesis.claims_dropped",
  safetyStepsDropped: "kprompt.safety.steps_dropped",
  safetyDestructiveStepsDropped: "kprompt.safety.destructive_steps_dropped",
  safetyLinksNeutralised: "kprompt.safety.links_neutralised",

  /** Events made of a webhook's alerts, and what the broker said of them. */
  eventsReceived: "kprompt.events.received",
  eventsAccepted: "kprompt.events.accepted",
  eventsRejected: "kprompt.events.rejected",

  /** What became of an alert, and why. */
  alertOutcome: "kprompt.alert.outcome",
  alertReason: "kprompt.alert.reason",
  alertIdentity: "kprompt.alert.identity",
  alertRedelivered: "kprompt.alert.redelivered",
  alertWaitedMs: "kprompt.alert.waited_ms",
  triageId: "kprompt.triage.id",

  receiver: "kprompt.receiver",
  receiverKind: "kprompt.receiver_kind",

  operationName: "gen_ai.operation.name",
  providerName: "gen_ai.provider.name",
  outputType: "gen_ai.output.type",
  genAiPromptName: "gen_ai.prompt.name",
  genAiPromptVersion: "gen_ai.prompt.version",
  requestModel: "gen_ai.request.model",
  requestMaxTokens: "gen_ai.request.max_tokens",
  requestTemperature: "gen_ai.request.temperature",
  requestTopP: "gen_ai.request.top_p",
  requestStop: "gen_ai.request.stop_sequences",
  requestStream: "gen_ai.request.stream",
  responseId: "gen_ai.response.id",
  responseModel: "gen_ai.response.model",
  responseFinishReasons: "gen_ai.response.finish_reasons",
  /** Seconds. */
  responseTimeToFirstChunk: "gen_ai.response.time_to_first_chunk",
  usageInputTokens: "gen_ai.usage.input_tokens",
  usageOutputTokens: "gen_ai.usage.output_tokens",
  usageCachedTokens: "gen_ai.usage.cache_read.input_tokens",
  /** Build of the model server. */
  systemFingerprint: "kprompt.model.system_fingerprint",
  /** Prefix: llama.cpp's own names follow (`prompt_ms`, `predicted_per_second`, …). */
  timings: "kprompt.model.timings",

  cloudEventId: "cloudevents.event_id",
  cloudEventType: "cloudevents.event_type",

  serverAddress: "server.address",
  serverPort: "server.port",
  errorType: "error.type",
  httpMethod: "http.request.method",
  httpRoute: "http.route",
  httpStatus: "http.response.status_code",

  serviceName: "service.name",
  serviceVersion: "service.version",
  environment: "deployment.environment.name",
  knativeService: "k8s.knative.service",
  knativeConfiguration: "k8s.knative.configuration",
  revision: "k8s.knative.revision",
  gitSha: "vcs.ref.head.revision",
} as const;

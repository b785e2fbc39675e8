import type { Hono } from "hono";
import { ATTRIBUTE, SPAN } from "../../core/attributes.ts";
import { PromptError } from "../../core/error.ts";
import { digestEvidence } from "../../core/evidence/digest.ts";
import type { Features } from "../../core/evidence/evidence.ts";
import type { Redactor } from "../../core/evidence/redact.ts";
import { safeFeatures } from "../../core/evidence/safe-features.ts";
import type { Clock, Span } from "../../core/port.ts";
import { decideRoute } from "../../core/route/decide.ts";
import type { Decision, VersionPolicy } from "../../core/route/decision.ts";
import { toFeatures } from "../../core/route/features.ts";
import { negotiate } from "../http/accept.ts";
import { createHttpApp, type HttpDeps, type HttpEnv } from "../http/app.ts";
import { readBody } from "../http/body.ts";
import { defined } from "../http/defined.ts";
import { type LineLimits, toLines } from "../http/logs.ts";
import {
  createNamespaceFinder,
  type NamedNamespace,
  requireFeatureNamespaces,
  requireNamespaces,
} from "../http/namespaces.ts";
import { type RouteRequest, RouteRequestSchema } from "./contract.ts";

export interface RouteDeps extends HttpDeps {
  readonly policy: VersionPolicy;
  readonly lineLimits: LineLimits;
  readonly clock: Clock;
  /** What is hidden beyond what always is; default: nothing. */
  readonly redactor?: Redactor;
}

export const createApp = (deps: RouteDeps): Hono<HttpEnv> =>
  createHttpApp(deps, {
    "/v1/route": {
      POST: async (c) => {
        negotiate(c.req.header("accept") ?? null, ["application/json"]);
        const request = await readBody(c.req.raw, RouteRequestSchema, deps.maxBodyBytes);
        const caller = c.get("caller");
        requireNamespaces(caller, () => namedNamespaces(request, deps.redactor));
        const features = featuresOf(request, deps);
        requireFeatureNamespaces(caller, features, deps.redactor);
        const decision = decide(features, c.get("span"), deps);
        const { traceId } = c.get("span");
        return c.json({ ...decision, features, bundle_sha256: deps.built.bundle_sha256, trace_id: traceId });
      },
    },
  });

const decide = (features: Features, parent: Span, { built, policy }: RouteDeps): Decision => {
  const span = parent.child(SPAN.route, "internal");
  try {
    const decision = decideRoute(built.bundle, features, {}, policy);
    span.set({
      [ATTRIBUTE.intent]: decision.intent,
      [ATTRIBUTE.routeReason]: decision.reason,
      [ATTRIBUTE.routeBy]: decision.by,
      [ATTRIBUTE.routeVersionBy]: decision.version_by,
      [ATTRIBUTE.promptId]: decision.prompt.id,
      [ATTRIBUTE.promptVersion]: decision.prompt.version,
      [ATTRIBUTE.errorClass]: features.error_class,
    });
    return decision;
  } catch (error) {
    if (error instanceof PromptError) span.fail(error.code);
    throw error;
  } finally {
    span.end();
  }
};

const featuresOf = (request: RouteRequest, { lineLimits, redactor, clock }: RouteDeps): Features => {
  const { logs, features, alert, filters, labels, question } = request;
  if (features) return toFeatures(safeFeatures(features, redactor));
  if (alert) return featuresOfAlert(alert, redactor);
  const lines = toLines(logs ?? "", lineLimits);
  return digestEvidence(defined({ lines, ...filters, labels, question, now: clock.now() }), redactor).features;
};

/** The annotations are read like log lines: they often say what broke. But they are no lines, so the volume stays 0. */
const featuresOfAlert = (
  { labels, annotations = {} }: NonNullable<RouteRequest["alert"]>,
  redactor: Redactor | undefined,
): Features => {
  const { namespace, container, pod, node, alertname } = labels;
  const lines = Object.values(annotations).flatMap((text) => toLines(text, { maxLines: 1000, maxLineBytes: 16_384 }));
  const { features } = digestEvidence(defined({ lines, labels, namespace, container, pod, node, alertname }), redactor);
  return { ...features, log_volume: 0 };
};

const namedNamespaces = (
  { logs, features, alert, filters, labels }: RouteRequest,
  redactor: Redactor | undefined,
): readonly NamedNamespace[] => {
  const { ofRequest, ofLabels } = createNamespaceFinder(redactor);
  return [
    ...ofRequest({ logs, filters, labels }),
    { pointer: "/features/namespace", namespace: features?.namespace },
    ...ofLabels(features?.labels, "/features/labels"),
    ...ofLabels(alert?.labels, "/alert/labels"),
  ];
};

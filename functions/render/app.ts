import type { Hono } from "hono";
import { SPAN } from "../../core/attributes.ts";
import { PromptError } from "../../core/error.ts";
import { estimateTokens } from "../../core/evidence/tokens.ts";
import type { Sha256, Span } from "../../core/port.ts";
import { promptAttributes, renderedAttributes } from "../../core/prompt/attributes.ts";
import type { BuiltBundle, PromptVersion } from "../../core/prompt/bundle.ts";
import { listPrompts } from "../../core/prompt/list.ts";
import { findPrompt, findVersion, labelsOf, parseReference } from "../../core/prompt/reference.ts";
import { type Rendered, renderPrompt, type Variables } from "../../core/prompt/render.ts";
import type { VersionPolicy } from "../../core/route/decision.ts";
import { negotiate } from "../http/accept.ts";
import { createHttpApp, type HttpDeps, type HttpEnv } from "../http/app.ts";
import { readBody } from "../http/body.ts";
import { RenderRequestSchema } from "./contract.ts";

export interface RenderDeps extends HttpDeps {
  readonly sha256: Sha256;
  readonly policy: VersionPolicy;
}

export const createApp = (deps: RenderDeps): Hono<HttpEnv> => {
  const { bundle, bundle_sha256, provenance } = deps.built;
  const source = { bundle_sha256, git_sha: provenance.git_sha };
  return createHttpApp(deps, {
    "/v1/prompts": {
      GET: (c) => c.json({ ...source, prompts: listPrompts(bundle) }),
    },
    "/v1/prompts/:id": {
      GET: (c) => {
        const id = c.req.param("id") ?? "";
        findPrompt(bundle, id);
        return c.json({ ...source, ...listPrompts(bundle).find((prompt) => prompt.id === id) });
      },
    },
    "/v1/prompts/:id/:selector": {
      GET: (c) => {
        const prompt = findVersion(bundle, c.req.param("id") ?? "", c.req.param("selector") ?? "");
        return c.json({ ...source, ...describe(deps.built, prompt) });
      },
    },
    "/v1/render": {
      POST: async (c) => {
        negotiate(c.req.header("accept") ?? null, ["application/json"]);
        const { prompt: reference, variables = {} } = await readBody(c.req.raw, RenderRequestSchema, deps.maxBodyBytes);
        const { id, selector } = parseReference(reference);
        const prompt = findVersion(bundle, id, selector ?? deps.policy.pins[id] ?? deps.policy.label);
        const { messages, vars_sha256, render_sha256 } = render(prompt, variables, c.get("span"), deps);
        const { template_sha256, content_sha256, version } = prompt;
        const hashes = { template_sha256, content_sha256, vars_sha256, render_sha256, bundle_sha256 };
        return c.json({
          prompt: { id, version, labels: labelsOf(bundle, id, version), ...hashes },
          messages,
          parameters: prompt.model_defaults,
          tokens: { estimate: messages.reduce((sum, { content }) => sum + estimateTokens(content), 0) },
          trace_id: c.get("span").traceId,
        });
      },
    },
  });
};

const describe = ({ bundle }: BuiltBundle, prompt: PromptVersion) => ({
  id: prompt.id,
  version: prompt.version,
  description: prompt.description,
  labels: labelsOf(bundle, prompt.id, prompt.version),
  messages: prompt.messages,
  inputs: prompt.inputs,
  model_defaults: prompt.model_defaults,
  output: prompt.output,
  output_schema: JSON.parse(bundle.schemas[prompt.output] ?? "null"),
  output_rules: prompt.output_rules,
  fallback: prompt.fallback,
  template_sha256: prompt.template_sha256,
  content_sha256: prompt.content_sha256,
});

const render = (prompt: PromptVersion, variables: Variables, parent: Span, deps: RenderDeps): Rendered => {
  const span = parent.child(SPAN.render, "internal", promptAttributes(prompt, deps.built));
  try {
    const rendered = renderPrompt(prompt, variables, deps.sha256);
    span.set(renderedAttributes(rendered));
    return rendered;
  } catch (error) {
    if (error instanceof PromptError) span.fail(error.code);
    throw error;
  } finally {
    span.end();
  }
};

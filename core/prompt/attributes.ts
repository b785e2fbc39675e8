import { ATTRIBUTE } from "../attributes.ts";
import type { Attributes } from "../port.ts";
import type { BuiltBundle, PromptVersion } from "./bundle.ts";
import type { Rendered } from "./render.ts";

/** What a `prompt.render` span says of the version, before it is rendered. */
export const promptAttributes = (prompt: PromptVersion, built: Pick<BuiltBundle, "bundle_sha256">): Attributes => ({
  [ATTRIBUTE.promptId]: prompt.id,
  [ATTRIBUTE.promptVersion]: prompt.version,
  [ATTRIBUTE.templateSha256]: prompt.template_sha256,
  [ATTRIBUTE.contentSha256]: prompt.content_sha256,
  [ATTRIBUTE.bundleSha256]: built.bundle_sha256,
  [ATTRIBUTE.genAiPromptName]: prompt.id,
  [ATTRIBUTE.genAiPromptVersion]: prompt.version,
});

/** What it says once it is rendered: hashes and names, no value. */
export const renderedAttributes = (rendered: Rendered): Attributes => ({
  [ATTRIBUTE.varsSha256]: rendered.vars_sha256,
  [ATTRIBUTE.renderSha256]: rendered.render_sha256,
  [ATTRIBUTE.promptVariables]: rendered.variables,
});

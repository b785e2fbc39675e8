import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parseAllDocuments } from "yaml";
import { formatReleaseComponent } from "../../core/release/release-component.ts";
import { revisionNameOf } from "../../core/release/revision-name.ts";
import { initRelease } from "../../core/release/rollout.ts";
import {
  type Inputs,
  type Revisions,
  ROLLOUT_SERVICES,
  type RolloutService,
} from "../../core/release/rollout-state.ts";
import { sha256 } from "../../functions/adapters/sha256.ts";
import { UsageError } from "../usage-error.ts";
import type { BuildKustomization } from "./kustomize.ts";
import { COMPONENT, type Overlay } from "./overlay.ts";

export interface Renderer {
  readonly build: BuildKustomization;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * What the templates are called that an image, a label and pins give with the manifests as they are now. It renders a copy
 * of the overlay, beside it for the sake of its relative paths; a template's name is no part of the hash that names it.
 */
export const nameTemplates = (overlay: Overlay, image: string, inputs: Inputs, { build, env }: Renderer): Revisions => {
  // Where a link leads, as kustomize takes it: a copy of the link itself would be none of the folder.
  const folder = realpathSync(overlay.folder);
  const copy = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    cpSync(folder, copy, { recursive: true });
    mkdirSync(join(copy, dirname(COMPONENT)), { recursive: true });
    const draft = initRelease(image, inputs, { templates: UNNAMED });
    writeFileSync(join(copy, COMPONENT), formatReleaseComponent(draft, overlay.namespace));
    return readNames(build(copy, env));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
};

const UNNAMED: Revisions = { route: "route-", render: "render-", analyze: "analyze-" };

const readNames = (yaml: string): Revisions => {
  const templates = new Map<string, unknown>();
  for (const document of parseAllDocuments(yaml)) {
    const manifest = document.toJS() as Service | null;
    if (manifest?.kind === "Service" && manifest.apiVersion?.startsWith("serving.knative.dev/"))
      templates.set(manifest.metadata?.name ?? "", manifest.spec?.template);
  }
  const nameOf = (service: RolloutService): string => {
    const template = templates.get(service);
    if (template !== undefined) return revisionNameOf(service, template, sha256);
    throw new UsageError(
      `The overlay renders no Knative Service ${service}. It needs ${ROLLOUT_SERVICES.join(", ")}, as knative/base has them.`,
    );
  };
  return { route: nameOf("route"), render: nameOf("render"), analyze: nameOf("analyze") };
};

interface Service {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly template?: unknown };
}

import { dirname } from "node:path";
import { compareDiagnostics } from "../core/diagnostic.ts";
import { createCheckPath } from "../core/release/rules/flux-path.ts";
import { createKpromptRules } from "../core/release/rules/kprompt-rules.ts";
import { sha256 } from "../functions/adapters/sha256.ts";
import { SETTINGS } from "../functions/settings.ts";
import { type Context, defineCommand, type ExitCode, type Options } from "./command.ts";
import { createManifestCheck } from "./knative/check-manifests.ts";
import { readFiles } from "./knative/read-files.ts";
import { readManifests } from "./knative/read-manifests.ts";
import { findRepository } from "./knative/repository.ts";
import { formatDiagnostics } from "./report.ts";
import { UsageError } from "./usage-error.ts";

const options = {
  published: { type: "boolean", help: "an image whose digest is still all zeros is an error, not a warning" },
} as const satisfies Options;

export const command = defineCommand({
  usage: "check <files, folders or ->",
  positionals: { min: 1, max: Number.POSITIVE_INFINITY, expected: "check, and files, folders or -" },
  options,
  details: `
Checks rendered manifests without a cluster: against the schemas of Kubernetes, Knative and Flux, with no field that they do
not name; against what Knative's webhooks refuse; and against what they take and then does not work. All that is
named is looked at as one tree, since an object's faults may lie in another. Folders are searched for *.yaml, *.yml and
*.json. Files of kustomize itself are passed over: render them first, and check what comes out.

Prints file:line:column with what to do, and exits 1 on an error; a warning alone is no error.

  kubectl kustomize knative/overlays/prod | kprompt knative check -
  kprompt knative check rendered/ --json
  kprompt knative check rendered/ --published`,
  async run(context): Promise<ExitCode> {
    const [action, ...paths] = context.positionals;
    if (action !== "check") throw new UsageError(`kprompt knative has no action "${action}". There is: check.`);
    return await check(paths, context);
  },
});

const check = async (paths: readonly string[], context: Context<typeof options>): Promise<ExitCode> => {
  const { cwd, json, out } = context;
  if (paths.length === 0)
    throw new UsageError("Nothing is named to check. Name files or folders, or - and pipe in what kustomize renders.");
  const files = (await readFiles(paths, cwd)).map(({ file, text }) => ({ file, ...readManifests(file, text) }));
  const skipped = files.filter((one) => one.skipped > 0).map(({ file }) => file);
  const manifests = files.flatMap((one) => one.manifests);
  const unread = files.flatMap((one) => one.diagnostics);
  if (manifests.length === 0 && unread.length === 0) {
    const help =
      skipped.length > 0 ? `Render it: kubectl kustomize ${paths[0]} | kprompt knative check -` : "Name others.";
    throw new UsageError(`There is no manifest in ${paths.join(", ")}. ${help}`);
  }

  const hasFolder = findRepository(cwd);
  const checkManifests = createManifestCheck({
    published: context.options.published,
    rules: [...createKpromptRules({ sha256, settings: SETTINGS }), ...(hasFolder ? [createCheckPath(hasFolder)] : [])],
  });
  const diagnostics = [...unread, ...checkManifests(manifests)].toSorted(compareDiagnostics);
  if (skipped.length > 0)
    out.note(
      `kprompt: passed over ${skipped.join(", ")}: what kustomize renders is checked, not what it renders from. ` +
        `Pipe it in: kubectl kustomize ${dirname(skipped[0] ?? "")} | kprompt knative check -`,
    );
  if (json) out.printJson({ manifests: manifests.length, diagnostics });
  else out.print(formatDiagnostics(diagnostics, out.paint));
  return diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
};

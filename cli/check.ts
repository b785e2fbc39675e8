import { existsSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Bundle, Classifier } from "../core/prompt/bundle.ts";
import { defineCommand, type ExitCode } from "./command.ts";
import type { CaseResult } from "./evaluate.ts";
import type { Output } from "./output.ts";
import { count, formatDiagnostics } from "./report.ts";
import { hasStagedPrompts, readStagedTree } from "./staged.ts";
import { compile, readTree, type Tree } from "./tree.ts";
import { UsageError } from "./usage-error.ts";

export const command = defineCommand({
  usage: "[paths…]",
  positionals: { min: 0, max: Number.POSITIVE_INFINITY, expected: "paths below prompts/" },
  options: {
    eval: { type: "boolean", help: "also run the cases of every prompt, without a model" },
    staged: { type: "boolean", help: "check what is staged in Git, not the files on the disk" },
  },
  details: `
Reports everything that is wrong in prompts/, as file:line:column, with what to do. With paths it reports only what is
wrong in those files and folders; the whole tree is read all the same. Exits 1 on an error; a warning alone is no error.

--eval takes each case of prompts/<id>/cases.yaml: digests its logs, routes them, renders every labelled version of the
prompt, and its latest, with them in a context of 4,096 tokens, and holds the rule-based triage against what the case
expects.

  kprompt check
  kprompt check prompts/log_triage.k8s --json
  kprompt check --eval`,
  async run({ positionals, options, root, cwd, json, out }): Promise<ExitCode> {
    const project = root();
    const paths = positionals.map((path) => toTreePath(path, cwd, project, options.staged === true));
    if (options.staged && !hasStagedPrompts(project)) {
      if (json) out.printJson({ diagnostics: [] });
      else out.print("nothing in prompts/ is staged");
      return 0;
    }
    const tree = compile(options.staged ? readStagedTree(project) : readTree(project));
    const diagnostics = tree.diagnostics.filter(({ file }) => isWithin(file, paths));
    const results =
      options.eval && tree.bundle !== null
        ? (await evaluate(tree.files, tree.bundle)).filter(({ file }) => isWithin(file, paths))
        : undefined;

    if (json) out.printJson({ diagnostics, ...(results && { cases: results }) });
    else print(diagnostics, results, options.eval === true, out, tree.bundle?.classifier ?? null);
    const failed = results?.some(({ failures }) => failures.length > 0) ?? false;
    return failed || diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
  },
});

/** Loads what triage needs only when it is asked for: the hook runs before every commit. */
const evaluate = async (files: Tree, bundle: Bundle): Promise<readonly CaseResult[]> =>
  (await import("./evaluate.ts")).runCases(files, bundle);

const print = (
  diagnostics: readonly Diagnostic[],
  results: readonly CaseResult[] | undefined,
  wanted: boolean,
  out: Output,
  classifier: Bundle["classifier"],
): void => {
  if (results) out.print(formatCases(results, out.paint));
  else if (wanted) out.note("kprompt: the cases were not run, because prompts/ has errors.");
  if (classifier) out.print(formatClassifier(classifier));
  out.print(formatDiagnostics(diagnostics, out.paint));
};

const formatClassifier = (classifier: Classifier): string => {
  const { examples, accuracy } = classifier;
  const kilobytes = Math.ceil(Buffer.byteLength(JSON.stringify(classifier)) / 1024);
  return `classifier: ${count(examples, "example")}, ${Math.round(100 * accuracy)} % right on unseen ones, ${kilobytes} KB`;
};

const formatCases = (results: readonly CaseResult[], paint: Output["paint"]): string => {
  const width = Math.max(0, ...results.map(({ prompt, name }) => prompt.length + name.length + 3));
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  return [
    ...results.flatMap(({ prompt, name, intent, error_class, severity, verdict, versions, failures }) => [
      [
        failures.length === 0 ? paint("green", "pass") : paint("red", "fail"),
        `${prompt} › ${name}`.padEnd(width),
        `${intent ?? "none"}  ${error_class ?? "none"}  ${severity ?? "none"}/${verdict ?? "none"}`,
        paint("dim", versions.map(({ version, tokens, room }) => `${version}: ${tokens} of ${room} tokens`).join(", ")),
      ].join("  "),
      ...failures.map((failure) => `        ${failure}`),
    ]),
    `${count(results.length, "case")}, ${failed} failed`,
  ].join("\n");
};

/** A path of the command line as the tree names it. */
const toTreePath = (path: string, cwd: string, project: string, staged: boolean): string => {
  const absolute = resolve(cwd, path);
  const inside = relative(project, absolute).split(sep).join("/");
  if (inside !== "prompts" && !inside.startsWith("prompts/")) {
    throw new UsageError(`${path} is not in ${project}/prompts. Name files or folders below it.`);
  }
  if (!staged && !existsSync(absolute)) throw new UsageError(`${path} does not exist.`);
  return inside;
};

const isWithin = (file: string, paths: readonly string[]): boolean =>
  paths.length === 0 || paths.some((path) => file === path || file.startsWith(`${path}/`));

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isScalar, parseDocument } from "yaml";
import { bumpVersion, compareVersions, isPromptId, isVersion } from "../core/prompt/reference.ts";
import { defineCommand } from "./command.ts";
import { UsageError } from "./usage-error.ts";

const STEPS = ["major", "minor", "patch"] as const;

export const command = defineCommand({
  usage: "<id> major|minor|patch",
  positionals: { min: 2, max: 2, expected: "a prompt id and one of major, minor, patch" },
  options: {},
  details: `
Copies the latest version's file to the next version and changes nothing in it but version:. Prints the new path.
No label moves: the new version is a draft that nobody is served until labels.yaml names it.

  major  the output format breaks      minor  better or new      patch  wording

  kprompt bump log_triage.k8s minor`,
  run({ positionals: [id = "", word = ""], root, json, out }) {
    const step = STEPS.find((one) => one === word);
    if (step === undefined) throw new UsageError(`"${word}" is no step. Give one of ${STEPS.join(", ")}.`);
    const project = root();
    const latest = latestVersion(project, id);
    const version = bumpVersion(latest, step);
    const path = `prompts/${id}/${version}.yaml`;
    const text = readFileSync(join(project, `prompts/${id}/${latest}.yaml`), "utf8");
    writeFileSync(join(project, path), withVersion(text, version, `prompts/${id}/${latest}.yaml`), { flag: "wx" });
    if (json) out.printJson({ id, from: latest, version, path });
    else out.print(path);
    return 0;
  },
});

/** The version that this prompt's files name as the highest. Broken files elsewhere do not matter here. */
const latestVersion = (project: string, id: string): string => {
  const folder = join(project, "prompts", id);
  const versions = isPromptId(id) && existsSync(folder) ? versionFiles(folder) : [];
  const latest = versions.toSorted(compareVersions).at(-1);
  if (latest !== undefined) return latest;
  const ids = readdirSync(join(project, "prompts"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && versionFiles(join(project, "prompts", entry.name)).length > 0)
    .map(({ name }) => name)
    .toSorted();
  throw new UsageError(`There is no prompt "${id}". There is: ${ids.join(", ") || "none yet; kprompt new makes one"}.`);
};

const versionFiles = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => name.slice(0, -".yaml".length))
    .filter(isVersion);

/** The same text with another `version:`; comments, order and layout stay as they are. */
const withVersion = (text: string, version: string, path: string): string => {
  const node = parseDocument(text).get("version", true);
  if (!isScalar(node) || !node.range) {
    throw new UsageError(`${path} has no version: to change. kprompt check says what is wrong with it.`);
  }
  return text.slice(0, node.range[0]) + version + text.slice(node.range[1]);
};

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { isMap, LineCounter, parseDocument } from "yaml";
import { ERROR_CLASSES } from "../../core/evidence/error-class.ts";

/** How the lines are written; `mixed` where several are. */
export const FORMATS = [
  "klog",
  "logfmt",
  "json",
  "cri",
  "syslog",
  "java",
  "python",
  "node",
  "go",
  "rust",
  "dotnet",
  "events",
  "access",
  "plain",
  "mixed",
] as const;

const IncidentSchema = v.strictObject({
  name: v.pipe(v.string(), v.nonEmpty()),
  format: v.picklist(FORMATS),
  namespace: v.optional(v.string()),
  container: v.optional(v.string()),
  pod: v.optional(v.string()),
  node: v.optional(v.string()),
  alertname: v.optional(v.string()),
  question: v.optional(v.string()),
  logs: v.pipe(v.string(), v.nonEmpty()),
  expect: v.strictObject({
    error_class: v.picklist(ERROR_CLASSES),
    severity: v.picklist(["info", "warning", "error", "critical"]),
    verdict: v.picklist(["no_action", "suggested", "required", "inconclusive"]),
  }),
});
export type Incident = v.InferOutput<typeof IncidentSchema>;

/**
 * The labelled incidents of a folder's YAML files.
 *
 * @throws {Error} naming file, line and field of the first that is not as it should be, or has another one's name.
 */
export const readIncidents = (folder: string): readonly Incident[] => {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort();
  const incidents = files.flatMap((name) => readFile(join(folder, name)));
  const names = new Set<string>();
  for (const { name } of incidents) {
    if (names.has(name)) throw new Error(`${folder}: two incidents are named "${name}". Rename one.`);
    names.add(name);
  }
  return incidents;
};

const readFile = (file: string): readonly Incident[] => {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, "utf8"), { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) throw new Error(`${file}:${lines.linePos(broken.pos[0]).line}: ${broken.message}`);
  const { contents } = document;
  if (contents === null || !("items" in contents) || isMap(contents))
    throw new Error(`${file}:1: is no list of incidents.`);
  const values: unknown[] = document.toJS();
  return values.map((value, i) => {
    const parsed = v.safeParse(IncidentSchema, value);
    if (parsed.success) return parsed.output;
    const [issue] = parsed.issues;
    const node = contents.items[i] as { readonly range?: readonly [number, number, number] };
    const { line } = lines.linePos(node.range?.[0] ?? 0);
    throw new Error(`${file}:${line}: ${v.getDotPath(issue) ?? "incident"}: ${issue.message}`);
  });
};

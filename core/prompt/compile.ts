import { compareDiagnostics, type Diagnostic } from "../diagnostic.ts";
import type { Sha256 } from "../port.ts";
import type { Bundle, Classifier, PromptVersion, Routes } from "./bundle.ts";
import { readCases } from "./cases.ts";
import { type CompiledVersion, compileVersion } from "./compile-version.ts";
import {
  answersTriage,
  checkFallbacks,
  checkIdentity,
  checkIntents,
  checkOutputChanges,
  type TreeVersion,
} from "./cross-check.ts";
import { createInliner } from "./inline.ts";
import { readKnowledge } from "./knowledge.ts";
import { readLabels, type Versions } from "./labels.ts";
import { checkLock, type Lock, type LockState, nextLock, partialSha256, readLock } from "./lock.ts";
import { readMutes } from "./mutes.ts";
import { readPrompt, readSchemaText } from "./read-prompt.ts";
import { compareVersions } from "./reference.ts";
import { readRoutes } from "./routes.ts";
import { type Place, report, type Source } from "./source.ts";
import { readTree, reportMissing, type Tree } from "./tree.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { readJson } from "./yaml.ts";

/** Finds rules that can never match, by index. */
export type RoutesCheck = (routes: Routes) => readonly { readonly rule: number; readonly message: string }[];

export interface CompileDeps {
  readonly sha256: Sha256;
  readonly checkRoutes: RoutesCheck;
  /** Null where the routes want no classifier, or have too little to train one from. */
  readonly trainClassifier: (routes: Routes) => Classifier | null;
  /** Variables that analyze fills in: an intent's prompt may require no others. */
  readonly suppliedVariables: readonly string[];
  readonly vocabulary: Vocabulary;
}

export interface Compilation {
  /** All findings of the tree, by file and position. */
  readonly diagnostics: readonly Diagnostic[];
  /** Null where any finding is an error. */
  readonly bundle: Bundle | null;
  /** What `lock.json` should hold now: see `nextLock` for when it may be written. */
  readonly lock: Lock;
}

/**
 * Checks a prompt tree and compiles it. It never throws: whatever the files hold ends up in the findings.
 *
 * @param files Text by path from the project's root, such as `prompts/labels.yaml`.
 */
export const compileTree = (files: ReadonlyMap<string, string>, deps: CompileDeps): Compilation => {
  const diagnostics: Diagnostic[] = [];
  const tree = readTree(files, diagnostics);
  const lockFile = tree.lock && readLock(tree.lock);
  const lockedPartials = Object.keys(lockFile?.lock.partials ?? {});

  const schemas = readEach(tree.schemas, readSchema);
  const inline = createInliner(tree.partials, new Set(lockedPartials));
  const versions = readVersions(tree);
  const compiled = versions.flatMap(({ id, version, draft }) => {
    const one = draft && compileVersion({ id, version }, draft, { inline, schemas, sha256: deps.sha256 });
    return one ? [one] : [];
  });

  const known = toKnown(versions);
  const labels = tree.labels && readLabels(tree.labels, known);
  const names = { versions: known, labels };
  checkIdentity(versions);
  checkOutputChanges(compiled);
  checkFallbacks(compiled, names, deps.suppliedVariables);

  const draft = tree.routes && readRoutes(tree.routes, deps.vocabulary);
  if (draft) checkIntents(draft, compiled, names, deps.suppliedVariables);
  for (const { rule, message } of (draft?.routes && deps.checkRoutes(draft.routes)) ?? [])
    if (draft?.rules[rule]) report(draft.rules[rule], "rule_unreachable", message);
  const knowledge = tree.knowledge && readKnowledge(tree.knowledge, deps.vocabulary);
  const mutes = tree.mutes === null ? [] : tree.mutes && readMutes(tree.mutes);
  checkCases(tree, known, compiled, deps.vocabulary, draft?.names, diagnostics);

  const state = toLockState(tree, versions, schemas, compiled, deps.sha256);
  if (lockFile) checkLock(lockFile, labels, state);

  diagnostics.sort(compareDiagnostics);
  const hasErrors = diagnostics.some(({ severity }) => severity === "error");
  const isWhole = !hasErrors && labels && draft?.routes && knowledge && mutes;
  return {
    diagnostics,
    bundle: isWhole
      ? toBundle(compiled, schemas, {
          labels: labels.versions,
          routes: draft.routes,
          classifier: deps.trainClassifier(draft.routes),
          knowledge,
          ...(mutes.length > 0 && { mutes }),
        })
      : null,
    lock: nextLock(lockFile ?? EMPTY_LOCK_FILE, labels, state),
  };
};

const EMPTY_LOCK_FILE = { lock: { partials: {}, schemas: {}, versions: {} }, places: new Map<string, Place>() };

const readEach = <Value>(
  sources: ReadonlyMap<string, Source | undefined>,
  read: (source: Source) => Value | undefined,
): ReadonlyMap<string, Value | undefined> =>
  new Map([...sources].map(([name, source]) => [name, source && read(source)]));

const readSchema = (source: Source): string | undefined => {
  const node = readJson(source);
  return node && readSchemaText(node);
};

const readVersions = (tree: Tree): readonly TreeVersion[] =>
  tree.prompts
    .map(({ id, version, source }) => ({ id, version, source, draft: source && readPrompt(source) }))
    .sort((a, b) => (a.id === b.id ? compareVersions(a.version, b.version) : a.id < b.id ? -1 : 1));

const toKnown = (versions: readonly TreeVersion[]): Versions => {
  const known = new Map<string, string[]>();
  for (const { id, version } of versions) known.set(id, [...(known.get(id) ?? []), version]);
  return known;
};

const checkCases = (
  tree: Tree,
  known: Versions,
  compiled: readonly CompiledVersion[],
  vocabulary: Vocabulary,
  intents: readonly string[] | undefined,
  diagnostics: Diagnostic[],
): void => {
  for (const [id, source] of tree.cases) {
    if (source) readCases(source, vocabulary, intents);
    if (source && !known.has(id))
      report({ source, at: 0 }, "prompt_unknown", `"${id}" has cases and no version. Add prompts/${id}/1.0.0.yaml.`);
  }
  // Cases say what a triage should hold, so other prompts need none.
  for (const id of known.keys())
    if (!tree.cases.has(id) && compiled.some(({ prompt }) => prompt.id === id && answersTriage(prompt)))
      reportMissing(`prompts/${id}/cases.yaml`, diagnostics);
};

const toLockState = (
  tree: Tree,
  versions: readonly TreeVersion[],
  schemas: ReadonlyMap<string, string | undefined>,
  compiled: readonly CompiledVersion[],
  sha256: Sha256,
): LockState => {
  const keyOf = ({ id, version }: { readonly id: string; readonly version: string }): string => `${id}@${version}`;
  const startOf = (files: ReadonlyMap<string, Source | undefined>): ReadonlyMap<string, Place | undefined> =>
    new Map([...files].map(([name, source]) => [name, source && { source, at: 0 }]));
  const hashesOf = <Value>(values: ReadonlyMap<string, Value | undefined>, hash: (value: Value) => string) =>
    new Map([...values].flatMap(([name, value]) => (value === undefined ? [] : [[name, hash(value)] as const])));
  return {
    files: {
      partials: startOf(tree.partials),
      schemas: startOf(tree.schemas),
      versions: new Map(
        versions.map((one) => [keyOf(one), one.draft?.nodes.version ?? (one.source && { source: one.source, at: 0 })]),
      ),
    },
    hashes: {
      partials: hashesOf(tree.partials, (source) => partialSha256(source, sha256)),
      schemas: hashesOf(schemas, sha256),
      versions: new Map(compiled.map(({ prompt }) => [keyOf(prompt), prompt.content_sha256])),
    },
    uses: new Map(compiled.map(({ prompt, uses }) => [keyOf(prompt), uses])),
  };
};

const toBundle = (
  compiled: readonly CompiledVersion[],
  schemas: ReadonlyMap<string, string | undefined>,
  rest: Pick<Bundle, "labels" | "routes" | "classifier" | "knowledge" | "mutes">,
): Bundle => {
  const prompts: Record<string, Record<string, PromptVersion>> = {};
  const texts: Record<string, string> = {};
  for (const [name, text] of schemas) if (text !== undefined) texts[name] = text;
  for (const { prompt, schemaText } of compiled) {
    prompts[prompt.id] = { ...prompts[prompt.id], [prompt.version]: prompt };
    texts[prompt.output] = schemaText;
  }
  return { format: "kprompt.bundle/1", prompts, schemas: texts, ...rest };
};

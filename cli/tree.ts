import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Bundle } from "../core/prompt/bundle.ts";
import { compileTree } from "../core/prompt/compile.ts";
import { bundleSha256 } from "../core/prompt/hash.ts";
import type { Lock } from "../core/prompt/lock.ts";
import { findUnreachableRules } from "../core/route/reachable.ts";
import { trainClassifier } from "../core/route/train.ts";
import { ANALYZE_VARIABLES } from "../core/triage/variables.ts";
import { VOCABULARY } from "../core/triage/vocabulary.ts";
import { sha256 } from "../functions/adapters/sha256.ts";
import { TreeError } from "./tree-error.ts";
import { UsageError } from "./usage-error.ts";

/** Text of each file by its path from the root, with `/`: `prompts/labels.yaml`. */
export type Tree = ReadonlyMap<string, string>;

export interface CompiledTree {
  readonly files: Tree;
  readonly diagnostics: readonly Diagnostic[];
  /** null when there is any error. */
  readonly bundle: Bundle | null;
  /** What `prompts/lock.json` should hold now. */
  readonly lock: Lock;
}

export interface LoadedTree extends CompiledTree {
  readonly bundle: Bundle;
  readonly bundle_sha256: string;
}

/**
 * Reads `prompts/` from the disk. Names with a leading dot are left out: they belong to editors and desktops.
 *
 * @throws {UsageError} at a link: Git would hand on the link, and not the text behind it.
 */
export const readTree = (root: string): Tree => {
  const contents: [string, Uint8Array][] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) contents.push([path, readFileSync(join(root, path))]);
      else throw notRegular(path);
    }
  };
  walk("prompts");
  return toTree(contents);
};

/** A tree in the same order on every machine. The compiler reports bytes that are no text. */
export const toTree = (contents: Iterable<readonly [path: string, bytes: Uint8Array]>): Tree => {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return new Map(
    [...contents]
      .map(([path, bytes]) => [path, decoder.decode(bytes)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
};

export const notRegular = (path: string): UsageError =>
  new UsageError(`${path} is no regular file. Put the text itself there, not a link to it.`);

export const compile = (files: Tree): CompiledTree => ({
  files,
  ...compileTree(files, {
    sha256,
    checkRoutes: findUnreachableRules,
    trainClassifier,
    suppliedVariables: ANALYZE_VARIABLES,
    vocabulary: VOCABULARY,
  }),
});

/** @throws {TreeError} when `prompts/` has errors. */
export const loadTree = (root: string): LoadedTree => {
  const compiled = compile(readTree(root));
  if (compiled.bundle === null) throw new TreeError(compiled.diagnostics);
  return { ...compiled, bundle: compiled.bundle, bundle_sha256: bundleSha256(compiled.bundle, sha256) };
};

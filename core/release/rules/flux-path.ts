import type { ManifestRule } from "../manifest.ts";
import { isKustomization } from "./flux-kustomization.ts";
import { at, textOf, warning } from "./serving-value.ts";

/**
 * The folder that a Kustomization applies from Git.
 *
 * @param hasFolder Whether the repository has a folder, by its path from the root, without `./`.
 */
export const createCheckPath =
  (hasFolder: (path: string) => boolean): ManifestRule =>
  (manifest) => {
    if (!isKustomization(manifest)) return [];
    if (at(manifest.value, ["spec", "sourceRef", "kind"]) !== "GitRepository") return [];
    const path = textOf(at(manifest.value, ["spec", "path"]));
    if (path === undefined || hasFolder(path.replace(/^(?:\.?\/)+|^\.$/, ""))) return [];
    const message = `${path} is no folder of this repository. Correct it, or leave it where the source is another.`;
    return [warning("flux_path", ["spec", "path"], message)];
  };

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import * as v from "valibot";
import { formatReleaseComponent } from "../../core/release/release-component.ts";
import { formatRolloutState, type RolloutState, RolloutStateSchema } from "../../core/release/rollout-state.ts";
import { UsageError } from "../usage-error.ts";
import { readFile } from "./read-file.ts";

/** A kustomize overlay that takes its release from the Component `release/`. */
export interface Overlay {
  readonly folder: string;
  /** As the user names it: from the current folder. */
  readonly name: string;
  readonly namespace: string;
}

/** @throws {UsageError} where the folder is none. */
export const openOverlay = (given: string | undefined, cwd: string): Overlay => {
  if (given === undefined) throw new UsageError("--overlay DIR is missing. Name it, such as knative/overlays/prod.");
  const folder = resolve(cwd, given);
  const { namespace, components } = readFile(join(folder, KUSTOMIZATION), OverlaySchema, cwd);
  const name = relative(cwd, folder) || ".";
  if (namespace === undefined) throw new UsageError(`${name}/${KUSTOMIZATION} has no namespace. Write one.`);
  if (!components?.some((path) => resolve(folder, path) === join(folder, "release")))
    throw new UsageError(
      `${name}/${KUSTOMIZATION} does not take release/ in, so that no rollout would reach the cluster. ` +
        "Add release to its components.",
    );
  return { folder, name, namespace };
};

/** The image of a kustomization, such as that of dev, which image automation writes. */
export const readDigest = (given: string, cwd: string): string => {
  const { images } = readFile(join(resolve(cwd, given), KUSTOMIZATION), OverlaySchema, cwd);
  const digest = images?.find(({ name }) => name === "kprompt")?.digest;
  if (digest !== undefined) return digest;
  throw new UsageError(`${given}/${KUSTOMIZATION} has no digest of the image kprompt. Give --image sha256:… instead.`);
};

export const STATE = "release/rollout.yaml";
export const COMPONENT = "release/kustomization.yaml";

export const hasState = ({ folder }: Overlay): boolean => existsSync(join(folder, STATE));

/** @throws {UsageError} where there is none, or it is not what the schema says. */
export const readState = ({ folder, name }: Overlay, cwd: string): RolloutState => {
  if (existsSync(join(folder, STATE))) return readFile(join(folder, STATE), RolloutStateSchema, cwd);
  throw new UsageError(`${name}/${STATE} does not exist. Run kprompt rollout init --overlay ${name}.`);
};

/** Whether `release/kustomization.yaml` is what the state says. */
export const agrees = (overlay: Overlay, state: RolloutState): boolean => {
  const path = join(overlay.folder, COMPONENT);
  return existsSync(path) && readFileSync(path, "utf8") === formatReleaseComponent(state, overlay.namespace);
};

/**
 * Writes both files, the state first: where the second is not written any more, it can be made from the first.
 *
 * @returns Their paths, from the overlay.
 */
export const writeRelease = ({ folder, namespace }: Overlay, state: RolloutState): readonly string[] => {
  replaceFile(join(folder, STATE), formatRolloutState(state));
  replaceFile(join(folder, COMPONENT), formatReleaseComponent(state, namespace));
  return [STATE, COMPONENT];
};

const KUSTOMIZATION = "kustomization.yaml";

const OverlaySchema = v.looseObject({
  namespace: v.optional(v.string()),
  components: v.optional(v.array(v.string())),
  images: v.optional(v.array(v.looseObject({ name: v.string(), digest: v.optional(v.string()) }))),
});

/** Whoever reads it meanwhile reads the old text or the new one, and never half of it. */
const replaceFile = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, text, { flush: true });
  renameSync(draft, path);
};

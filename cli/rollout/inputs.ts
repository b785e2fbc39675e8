import * as v from "valibot";
import { findVersion, isLabel, parseReference } from "../../core/prompt/reference.ts";
import { DigestSchema, ImageNameSchema, type Inputs, mergePins, PinSchema } from "../../core/release/rollout-state.ts";
import type { Output } from "../output.ts";
import { loadTree } from "../tree.ts";
import { UsageError } from "../usage-error.ts";
import { readDigest } from "./overlay.ts";

export interface Asked {
  readonly image?: string | undefined;
  /** Another overlay, whose image it is to be. */
  readonly from?: string | undefined;
  readonly label?: string | undefined;
  readonly pins?: readonly string[] | undefined;
}

/** What a release is made of: that of `before`, and what was asked over it. */
export const toInputs = (before: Inputs, { image, from, label, pins }: Asked, cwd: string): Inputs => {
  if (image !== undefined && from !== undefined)
    throw new UsageError("--image and --from both name an image. Give one of them.");
  const digest = from === undefined ? image : readDigest(from, cwd);
  return {
    digest: digest === undefined ? before.digest : readDigestText(digest),
    label: label === undefined ? before.label : readLabel(label),
    pins: mergePins(before.pins, (pins ?? []).map(readPin)),
  };
};

/** `name@sha256:…`, or the digest alone. */
export const splitImage = (image: string): { readonly name: string | undefined; readonly digest: string } => {
  const at = image.indexOf("@");
  const name = at < 0 ? undefined : image.slice(0, at);
  if (name !== undefined && !v.is(ImageNameSchema, name))
    throw new UsageError(
      `"${name}" is no image of a registry without tag. Write it like ghcr.io/example/kprompt@sha256:….`,
    );
  return { name, digest: readDigestText(image.slice(at + 1)) };
};

/**
 * Holds label and pins against the prompts of the work tree: they are the best that is known of those in the image.
 *
 * @throws {PromptError} where a pin or the label names nothing.
 * @throws {TreeError} where the prompts have errors.
 */
export const checkInputs = ({ label, pins }: Inputs, findRoot: () => string, out: Output): void => {
  const root = tryRoot(findRoot);
  if (root === undefined) {
    out.note("Label and pins are not checked: there is no prompts/ folder here.");
    return;
  }
  const { bundle } = loadTree(root);
  if (!Object.hasOwn(bundle.labels, label))
    throw new UsageError(`"${label}" is no label. There is: ${Object.keys(bundle.labels).join(", ")}.`);
  for (const pin of pins) {
    const { id, selector } = parseReference(pin);
    findVersion(bundle, id, selector ?? "latest");
  }
};

const tryRoot = (findRoot: () => string): string | undefined => {
  try {
    return findRoot();
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
};

const readDigestText = (text: string): string => {
  if (v.is(DigestSchema, text)) return text;
  throw new UsageError(`"${text}" is no digest: sha256: and 64 lower-case hex digits. A publish prints it.`);
};

const readLabel = (text: string): string => {
  if (isLabel(text)) return text;
  throw new UsageError(`--label ${text} cannot be a label. Name one of prompts/labels.yaml.`);
};

const readPin = (text: string): string => {
  if (v.is(PinSchema, text)) return text;
  throw new UsageError(`--pin ${text} is no id@version. Write it like log_triage.k8s@1.2.0.`);
};

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { BuildContext } from "./assemble.ts";
import { CONTENT_LABEL } from "./containerfile.ts";

/** Builds the image into the local storage, as `localhost/<name>:latest`. Equal contexts give equal images. */
export const buildImage = async ({ name, folder, timestamp }: BuildContext): Promise<void> => {
  // OCI, which is buildah's default, unless the environment says something else.
  const how = ["--format", "oci", "--timestamp", String(timestamp), "--quiet"];
  await call("buildah", ["build", ...how, "--tag", `localhost/${name}:latest`, folder]);
};

export interface Published {
  readonly digest: string;
  /** false: what is there already has the same content, under the digest above. */
  readonly isNew: boolean;
}

/**
 * Pushes a built image as `<to>/<name>:<tag>`, unless the last one that was pushed has the same content. Which one that
 * is says the tag `main`, which moves; nothing deploys by it.
 *
 * @param to With its transport: `docker://ghcr.io/example`, or `oci:/folder`.
 */
export const publishImage = async (
  { name, content_sha256 }: BuildContext,
  to: string,
  tag: string,
): Promise<Published> => {
  const last = await inspect(`${to}/${name}:${LAST}`);
  if (last?.Labels?.[CONTENT_LABEL] === content_sha256) return { digest: last.Digest, isNew: false };
  const digest = await push(name, `${to}/${name}:${tag}`);
  // Last: where it fails, the next run publishes again rather than never.
  await push(name, `${to}/${name}:${LAST}`);
  return { digest, isNew: true };
};

const LAST = "main";

interface Inspected {
  readonly Digest: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
}

/** undefined: there is no such image yet. */
const inspect = async (reference: string): Promise<Inspected | undefined> => {
  try {
    return JSON.parse(await call("skopeo", ["inspect", "--no-tags", reference]));
  } catch (error) {
    if (isAbsence((error as Error).message)) return undefined;
    throw error;
  }
};

/** A registry says `denied` of a package that nobody has pushed yet; where it means it, the push fails as well. */
const isAbsence = (message: string): boolean =>
  /manifest unknown|name unknown|denied|no such file or directory|no descriptor found/i.test(message);

const push = async (name: string, destination: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "kprompt-push-"));
  try {
    const file = join(folder, "digest");
    await call("buildah", [
      "push",
      "--quiet",
      "--format",
      "oci",
      "--digestfile",
      file,
      `localhost/${name}`,
      destination,
    ]);
    return (await readFile(file, "utf8")).trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const run = promisify(execFile);

const call = async (program: string, parameters: readonly string[]): Promise<string> => {
  try {
    return (await run(program, [...parameters], { maxBuffer: 16 * 1024 * 1024 })).stdout;
  } catch (error) {
    const { code, stderr, message } = error as { code?: unknown; stderr?: string; message: string };
    if (code === "ENOENT") throw new Error(`${program} is not installed. Install the Debian package ${program}.`);
    throw new Error(`${program} ${parameters[0]} failed: ${stderr?.trim() || message}`);
  }
};

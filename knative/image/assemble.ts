import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BuildResult, build } from "../../cli/build.ts";
import { VERSION } from "../../functions/version.ts";
import { PROJECT } from "./base-files.ts";
import { createContainerfile, toTimestamp } from "./containerfile.ts";
import { fetchDebian } from "./debian.ts";
import type { ImageName } from "./image.ts";
import { createImage, type Ingredients } from "./images.ts";
import { hashRoot, writeRoot } from "./root-files.ts";

/** A folder that `buildah build` and `docker build` take: a Containerfile and all that it copies. */
export interface BuildContext {
  readonly name: ImageName;
  readonly folder: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly content_sha256: string;
}

export interface AssembleOptions {
  /** One folder for each image is made below it. */
  readonly outdir: string;
  /** Folder that holds `prompts/`. Default: the project's. */
  readonly root?: string;
  /** Address of the repository, for a label. */
  readonly source: string;
}

/** Writes the build contexts of these images. Nothing is built with a container tool yet. */
export const assemble = async (
  names: readonly ImageName[],
  { outdir, root = PROJECT, source }: AssembleOptions,
): Promise<readonly BuildContext[]> => {
  const debian = await fetchDebian();
  const { built, artefacts } = await buildIn(root, process.env);
  const neutral = await buildIn(root, NO_COMMIT);
  const contexts: BuildContext[] = [];
  for (const name of names) {
    const image = await createImage(name, { artefacts, debian, root });
    const content_sha256 = await hashContent(name, { artefacts: neutral.artefacts, debian, root });
    const { provenance, bundle_sha256 } = built;
    const origin = { provenance, version: VERSION, bundle_sha256, content_sha256, debian: debian.versions, source };
    const folder = join(outdir, name);
    await writeRoot(image.files, join(folder, "root"));
    await writeFile(join(folder, "Containerfile"), createContainerfile(image, origin));
    contexts.push({ name, folder, timestamp: toTimestamp(origin), content_sha256 });
  }
  return contexts;
};

/** In the place of a commit: what is then built differs only where the content does. */
const NO_COMMIT = { GIT_SHA: "0".repeat(40), SOURCE_DATE_EPOCH: "0" };

const hashContent = async (name: ImageName, ingredients: Ingredients): Promise<string> => {
  // How it is started is content too.
  const { files, ...how } = await createImage(name, ingredients);
  return hashRoot([...files, { path: "", mode: 0, content: { bytes: JSON.stringify(how) } }]);
};

const buildIn = async (root: string, env: Readonly<Record<string, string | undefined>>): Promise<BuildResult> => {
  const outdir = await mkdtemp(join(tmpdir(), "kprompt-image-"));
  try {
    return await build({ root, outdir, env });
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
};

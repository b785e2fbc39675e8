import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Artefact } from "../../cli/artefact.ts";
import { FUNCTION_NAMES } from "../../functions/settings.ts";
import { createBaseFiles, createCertificateFiles, createNodeFiles, machine, PROJECT } from "./base-files.ts";
import type { Debian } from "./debian.ts";
import type { Image, ImageName } from "./image.ts";
import { isLicence, packageFolderOf } from "./package-closure.ts";
import { copyOf, type RootFile, textFile } from "./root-files.ts";
import { createSourceFiles } from "./sources.ts";
import { createWorkerConfig } from "./worker-config.ts";

export interface Ingredients {
  /** Of a build: the functions' files. */
  readonly artefacts: readonly Artefact[];
  readonly debian: Debian;
  /** Folder that holds `prompts/`. */
  readonly root: string;
}

/** Puts an image together, in thought: nothing is written. */
export const createImage = (name: ImageName, ingredients: Ingredients): Promise<Image> => IMAGES[name](ingredients);

const IMAGES: Readonly<Record<ImageName, (ingredients: Ingredients) => Promise<Image>>> = {
  kprompt: async ({ artefacts, debian }) => ({
    name: "kprompt",
    title: "kprompt functions on Node",
    entrypoint: ["/usr/local/bin/node"],
    tellsCommit: false,
    debian: ["glibc", "gcc-14"],
    licenses: `Apache-2.0 AND MIT AND ${LICENSES_OF_NODE}`,
    files: [
      ...createBaseFiles(debian),
      ...createNodeFiles(debian),
      ...FUNCTION_NAMES.map((one) => textFile(`app/${one}.mjs`, find(artefacts, `${one}.node.mjs`).contents)),
      ...createLicenceFiles(artefacts, "node"),
    ],
  }),

  "kprompt-workerd": async ({ artefacts, debian }) => {
    const workerd = join(PROJECT, "node_modules", machine().workerdPackage);
    return {
      name: "kprompt-workerd",
      title: "kprompt functions on workerd",
      entrypoint: ["/usr/local/bin/workerd"],
      tellsCommit: false,
      debian: ["glibc", "ca-certificates"],
      licenses: "Apache-2.0 AND MIT AND LGPL-2.1-or-later AND MPL-2.0",
      files: [
        ...createBaseFiles(debian),
        ...createCertificateFiles(debian),
        copyOf("usr/local/bin/workerd", join(workerd, "bin/workerd"), 0o755),
        // The package brings no text of its licence, which is the same Apache-2.0 as this project's.
        copyOf("licenses/workerd/LICENSE", join(PROJECT, "LICENSE")),
        ...FUNCTION_NAMES.flatMap((one) => [
          textFile(`app/${one}.capnp`, createWorkerConfig(one)),
          textFile(`app/${one}.worker.mjs`, find(artefacts, `${one}.worker.mjs`).contents),
        ]),
        ...createLicenceFiles(artefacts, "worker"),
      ],
    };
  },

  "kprompt-cli": async ({ debian, root }) => ({
    name: "kprompt-cli",
    title: "kprompt command line",
    entrypoint: ["/usr/local/bin/node", "/app/cli/kprompt.mjs"],
    workdir: "/app",
    tellsCommit: true,
    debian: ["glibc", "gcc-14"],
    licenses: `Apache-2.0 AND MIT AND ISC AND BSD-3-Clause AND ${LICENSES_OF_NODE}`,
    // The packages are whole there, and their licences beside them.
    files: [...createBaseFiles(debian), ...createNodeFiles(debian), ...(await createSourceFiles("app", root))],
  }),
};

/** Beyond MIT: of the C library and of C++. */
const LICENSES_OF_NODE = "LGPL-2.1-or-later AND GPL-3.0-or-later WITH GCC-exception-3.1";

const find = (artefacts: readonly Artefact[], file: string): Artefact => {
  const found = artefacts.find((artefact) => artefact.file === file);
  if (found === undefined) throw new Error(`The build wrote no ${file}.`);
  return found;
};

/** Of the packages that the functions' files were bundled from. */
const createLicenceFiles = (artefacts: readonly Artefact[], runtime: Artefact["runtime"]): readonly RootFile[] => {
  const inputs = artefacts.filter((artefact) => artefact.runtime === runtime).flatMap((artefact) => artefact.inputs);
  const folders = new Set(inputs.flatMap(({ path }) => packageFolderOf(path) ?? []));
  return [...folders].toSorted().map((folder) => {
    const text = readdirSync(join(PROJECT, folder)).find(isLicence);
    if (text === undefined) throw new Error(`${folder} has no licence text. The image must carry one.`);
    return copyOf(`licenses/${folder.replace(/^.*node_modules\//, "")}/${text}`, join(PROJECT, folder, text));
  });
};

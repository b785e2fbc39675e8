import "../../cli/node-version.mjs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { assemble } from "./assemble.ts";
import { PROJECT } from "./base-files.ts";
import { buildImage, publishImage } from "./buildah.ts";
import { IMAGE_NAMES, type ImageName } from "./image.ts";

const USAGE = `Usage: npm run image -- [options] [${IMAGE_NAMES.join("] [")}]

Builds these images, or all of them, with buildah into its local storage, as localhost/<name>:latest.

  --outdir DIR        where the build contexts are written (default: .cache/image)
  --context           write the contexts only: docker build -f DIR/kprompt/Containerfile DIR/kprompt
  --publish PREFIX    push each whose content is new: docker://ghcr.io/example makes ghcr.io/example/kprompt:TAG
  --tag TAG           for --publish
  --root DIR          folder that holds prompts/ (default: this project)
  --source URL        address of the repository, for the images' label`;

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      outdir: { type: "string", default: join(PROJECT, ".cache/image") },
      context: { type: "boolean", default: false },
      publish: { type: "string" },
      tag: { type: "string" },
      root: { type: "string", default: PROJECT },
      source: { type: "string", default: "https://github.com/example/kprompt" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const { publish, tag, source, context } = values;
  if ((publish === undefined) !== (tag === undefined)) throw new Error("--publish and --tag go together. Give both.");
  const wanted = positionals.length === 0 ? IMAGE_NAMES : positionals.map(toImageName);

  const contexts = await assemble(wanted, { outdir: resolve(values.outdir), root: resolve(values.root), source });
  for (const one of contexts) {
    console.log(`${one.name} content ${one.content_sha256} in ${one.folder}`);
    if (context) continue;
    await buildImage(one);
    if (publish === undefined || tag === undefined) continue;
    const { digest, isNew } = await publishImage(one, publish, tag);
    console.log(`${one.name} ${isNew ? "published" : "unchanged"} ${digest}`);
  }
};

const toImageName = (text: string): ImageName => {
  const name = IMAGE_NAMES.find((one) => one === text);
  if (name === undefined) throw new Error(`There is no image "${text}". There is ${IMAGE_NAMES.join(", ")}.`);
  return name;
};

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

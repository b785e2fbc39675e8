import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createArtefact, RUNTIMES, type Runtime } from "../cli/artefact.ts";

/** Bytes of code by runtime. */
export type Floor = Readonly<Record<Runtime, number>>;

export const measureFloor = async (): Promise<Floor> => {
  const sizes = await Promise.all(
    RUNTIMES.map(async (runtime) => {
      const modules = { bundle: { bundle_sha256: "", provenance: { git_sha: "" } }, openapi: {} };
      const { codeBytes } = await createArtefact("floor", runtime, `bench/floor.${runtime}.ts`, modules);
      return [runtime, codeBytes] as const;
    }),
  );
  return Object.fromEntries(sizes) as Record<Runtime, number>;
};

/** The floor that is agreed on: budgets count from it, so a heavier dependency is a visible change of this file. */
export const readFloor = (): Floor => JSON.parse(readFileSync(FILE, "utf8"));

const FILE = new URL("floor.json", import.meta.url);

// `npm run floor` takes over the sizes of now.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) {
  const floor = await measureFloor();
  writeFileSync(FILE, `${JSON.stringify(floor, null, 2)}\n`);
  console.log(floor);
}

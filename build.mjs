import "./cli/node-version.mjs";
import { realpathSync } from "node:fs";

// Loaded only now: a Node that is too old stops above with a sentence, not here with a syntax error.
export const { build } = await import("./cli/build.ts");

// `node build.mjs …` is `kprompt build …`.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) {
  process.argv.splice(2, 0, "build");
  await import("./cli/main.ts");
}

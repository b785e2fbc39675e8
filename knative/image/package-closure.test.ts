import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findPackageClosure, listPackageFiles, packageFolderOf } from "./package-closure.ts";

const root = mkdtempSync(join(tmpdir(), "kprompt-packages-"));
afterAll(() => rmSync(root, { recursive: true }));

const install = (folder: string, manifest: object, files: readonly string[] = []): void => {
  for (const file of ["package.json", ...files]) {
    const path = join(root, folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file === "package.json" ? JSON.stringify(manifest) : "");
  }
};

install("node_modules/plain", {});
install("node_modules/chain", { dependencies: { "@scope/deep": "1" } });
install("node_modules/@scope/deep", { dependencies: { chain: "1" } });
install("node_modules/own-copy", { dependencies: { plain: "2", inner: "1" } });
install("node_modules/own-copy/node_modules/plain", {});
install("node_modules/own-copy/node_modules/inner", { dependencies: { plain: "2" } });
install("node_modules/native", { dependencies: { windows: "1" }, optionalDependencies: { linux: "1", windows: "1" } });
install("node_modules/linux", {});
install("node_modules/plugin", {
  peerDependencies: { plain: "1", chain: "1" },
  peerDependenciesMeta: { chain: { optional: true } },
});
install("node_modules/broken", { dependencies: { absent: "1" } });

test.each([
  { name: "itself", of: ["plain"], expected: ["plain"] },
  { name: "what it needs, in a circle too", of: ["chain"], expected: ["@scope/deep", "chain"] },
  {
    name: "its own copy in the place of the shared one",
    of: ["own-copy"],
    expected: ["own-copy", "own-copy/node_modules/inner", "own-copy/node_modules/plain"],
  },
  { name: "of optional ones those that are here", of: ["native"], expected: ["linux", "native"] },
  { name: "of peers those that must be", of: ["plugin"], expected: ["plain", "plugin"] },
])("a package is run with $name", ({ of, expected }) => {
  expect(findPackageClosure(root, of)).toEqual(expected.map((folder) => `node_modules/${folder}`));
});

test("one that is missing is an error, not an image that does not start", () => {
  expect(() => findPackageClosure(root, ["broken"])).toThrow(
    "broken needs absent, which is not installed. Run npm ci.",
  );
});

test("types, maps, pages, commands and packages inside are no part of it; licences are", () => {
  install("node_modules/files", { bin: { files: "./bin/files", other: "other.mjs" } }, [
    "bin/files",
    "other.mjs",

    "index.js",
    "index.js.map",
    "index.d.ts",
    "README.md",
    "LICENSE.md",
    "lib/a.json",
  ]);
  install("node_modules/files/node_modules/plain", {});
  expect(listPackageFiles(join(root, "node_modules/files"))).toEqual([
    "LICENSE.md",
    "index.js",
    "lib/a.json",
    "package.json",
  ]);
});

test.each([
  ["node_modules/hono/dist/index.js", "node_modules/hono"],
  ["node_modules/@hono/node-server/dist/index.mjs", "node_modules/@hono/node-server"],
  ["node_modules/a/node_modules/b/index.js", "node_modules/a/node_modules/b"],
  ["core/hash.ts", undefined],
])("%s is of %s", (path, folder) => expect(packageFolderOf(path)).toBe(folder));

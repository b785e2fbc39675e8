import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createFolder } from "./testing.ts";
import { unifiedDiff } from "./unified-diff.ts";

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index)).join("\n");

test.each([
  { name: "equal texts", before: "a\nb", after: "a\nb", expected: "" },
  { name: "a replaced line", before: "a", after: "b", expected: "--- x\n+++ y\n@@ -1 +1 @@\n-a\n+b" },
  { name: "an added line", before: "a\nc", after: "a\nb\nc", expected: "--- x\n+++ y\n@@ -1,2 +1,3 @@\n a\n+b\n c" },
  { name: "a removed line", before: "a\nb\nc", after: "a\nc", expected: "--- x\n+++ y\n@@ -1,3 +1,2 @@\n a\n-b\n c" },
  {
    name: "two changes far apart",
    before: lines(1, 20),
    after: lines(1, 20).replace("3\n", "three\n").replace("18", "eighteen"),
    expected: [
      "--- x",
      "+++ y",
      "@@ -1,6 +1,6 @@",
      ...[" 1", " 2", "-3", "+three", " 4", " 5", " 6"],
      "@@ -15,6 +15,6 @@",
      ...[" 15", " 16", " 17", "-18", "+eighteen", " 19", " 20"],
    ].join("\n"),
  },
])("$name", ({ before, after, expected }) => {
  expect(unifiedDiff("x", "y", before, after)).toBe(expected);
});

test("git apply turns one text into the other", () => {
  const folder = createFolder();
  const text = fc
    .array(fc.constantFrom("a", "b", "c", "d e", ""), { minLength: 1, maxLength: 12 })
    .map((all) => all.join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      writeFileSync(join(folder, "file"), `${before}\n`);
      const diff = unifiedDiff("a/file", "b/file", before, after);
      if (diff === "") return before === after;
      const { stdout, stderr } = spawnSync("git", ["apply", "--whitespace=nowarn", "-"], {
        cwd: folder,
        input: `${diff}\n`,
        encoding: "utf8",
      });
      expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "" });
      const now = spawnSync("cat", ["file"], { cwd: folder, encoding: "utf8" }).stdout;
      return now === `${after}\n`;
    }),
    { numRuns: 30 },
  );
});

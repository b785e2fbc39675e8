import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createFolder, writeFile } from "../testing.ts";
import { buildKustomization } from "./kustomize.ts";

/** A folder with programs that print their name and arguments, or fail. */
const createPrograms = (names: readonly string[], script = 'echo "${0##*/} $*"'): string => {
  const folder = createFolder();
  for (const name of names) {
    writeFile(folder, name, `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
};

describe("which program renders", () => {
  test.each([
    { programs: ["kustomize", "kubectl"], prints: "kustomize build a b\n" },
    { programs: ["kubectl"], prints: "kubectl kustomize a b\n" },
  ])("of $programs", ({ programs, prints }) =>
    expect(buildKustomization("a b", { PATH: createPrograms(programs) })).toBe(prints),
  );

  test("that of KUSTOMIZE before any other", () => {
    const folder = createPrograms(["mine", "kustomize"]);
    expect(buildKustomization("x", { PATH: folder, KUSTOMIZE: join(folder, "mine") })).toBe("mine build x\n");
  });
});

test.each([
  { name: "none", env: { PATH: "/nowhere" }, says: "Neither kustomize nor kubectl is in the PATH" },
  {
    name: "one that is not there",
    env: { PATH: "", KUSTOMIZE: "/nowhere/k" },
    says: "KUSTOMIZE=/nowhere/k is no program",
  },
])("$name: it says what to do", ({ env, says }) => expect(() => buildKustomization("x", env)).toThrow(says));

test("what it says when it fails is passed on", () => {
  const PATH = createPrograms(["kustomize"], "echo no such folder >&2; exit 1");
  expect(() => buildKustomization("x", { PATH })).toThrow("kustomize build: no such folder");
});

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Bundle } from "./bundle.ts";
import { canonicalJson } from "./canonical.ts";
import { bundleSha256 } from "./hash.ts";
import published from "./hash-vectors.json" with { type: "json" };
import { findVersion } from "./reference.ts";
import { renderPrompt } from "./render.ts";
import { BASE_TREE, compileFiles, lockFiles } from "./testing.ts";

interface Vector {
  readonly name: string;
  /** What is hashed: a text as it is, or a JSON value by RFC 8785. */
  readonly text?: string;
  readonly json?: unknown;
  readonly sha256: string;
}
const vectors: readonly Vector[] = published;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const { bundle, lock } = compileFiles(lockFiles(BASE_TREE, sha256), sha256) as ReturnType<typeof compileFiles> & {
  bundle: Bundle;
};
const prompt = findVersion(bundle, "log_triage.k8s", "1.1.0");
const variables = { logs: "E1 naïve {{x}} 😀", namespace: "shop", examples: [{ lines: "a", answer: 1 }] };
const rendered = renderPrompt(prompt, variables, sha256);

test.each(vectors)("$name is the hash of what is published", ({ text, json, sha256: expected }) => {
  expect(sha256(text ?? canonicalJson(json))).toBe(expected);
});

test("the compiler and the renderer give the published hashes", () => {
  expect({
    partial: lock.partials["block.1"],
    schema: lock.schemas["triage.1"],
    template_sha256: prompt.template_sha256,
    content_sha256: prompt.content_sha256,
    vars_sha256: rendered.vars_sha256,
    render_sha256: rendered.render_sha256,
    bundle_sha256: bundleSha256(bundle, sha256),
  }).toEqual(Object.fromEntries(vectors.map((vector) => [vector.name, vector.sha256])));
});

describe.runIf(has("jq") && has("sha256sum"))("jq and sha256sum", () => {
  const file = fileURLToPath(new URL("hash-vectors.json", import.meta.url));

  test.each(vectors)("recompute $name", ({ name, sha256: expected }) => {
    // -S sorts the keys, -c leaves out white space, -j writes texts as they are and no line end.
    const script = 'jq -jcS --arg name "$2" \'.[] | select(.name == $name) | .text // .json\' "$1" | sha256sum';
    expect(execFileSync("sh", ["-c", script, "sh", file, name], { encoding: "utf8" })).toBe(`${expected}  -\n`);
  });
});

function has(command: string): boolean {
  try {
    execFileSync("sh", ["-c", `command -v ${command}`]);
    return true;
  } catch {
    return false;
  }
}

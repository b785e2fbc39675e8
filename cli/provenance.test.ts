import { expect, test } from "vitest";
import { readProvenance } from "./provenance.ts";
import { createFolder, git, initRepository, writeFile } from "./testing.ts";
import { UsageError } from "./usage-error.ts";

const repository = (): { root: string; sha: string } => {
  const root = createFolder();
  writeFile(root, "file", "text");
  initRepository(root);
  return { root, sha: git(root, "rev-parse", "HEAD").trim() };
};
const OTHER = "0123456789abcdef0123456789abcdef01234567";

test("R3: the commit and its time", () => {
  const { root, sha } = repository();
  expect(readProvenance(root, {})).toEqual({ git_sha: sha, committed_at: "2026-01-02T03:04:05Z" });
});

test("outside Git, nothing is made up", () => {
  expect(readProvenance(createFolder(), {})).toEqual({ git_sha: "unknown", committed_at: null });
});

test("a repository without a commit has none", () => {
  const root = createFolder();
  git(root, "init", "--quiet");
  expect(readProvenance(root, {})).toEqual({ git_sha: "unknown", committed_at: null });
});

test.each([
  { env: { GIT_SHA: OTHER }, expected: { git_sha: OTHER, committed_at: null } },
  { env: { SOURCE_DATE_EPOCH: "0" }, expected: { git_sha: "unknown", committed_at: "1970-01-01T00:00:00Z" } },
  {
    env: { GIT_SHA: OTHER, SOURCE_DATE_EPOCH: "1767323045" },
    expected: { git_sha: OTHER, committed_at: "2026-01-02T03:04:05Z" },
  },
  { env: { GIT_SHA: "", SOURCE_DATE_EPOCH: "" }, expected: { git_sha: "unknown", committed_at: null } },
])("$env take the place of Git", ({ env, expected }) => {
  expect(readProvenance(createFolder(), env)).toEqual(expected);
});

test.each([
  { env: { GIT_SHA: "0123456" }, says: 'GIT_SHA is "0123456"' },
  { env: { GIT_SHA: "v1.2.0" }, says: 'GIT_SHA is "v1.2.0"' },
  { env: { SOURCE_DATE_EPOCH: "yesterday" }, says: 'SOURCE_DATE_EPOCH is "yesterday"' },
  { env: { SOURCE_DATE_EPOCH: "-1" }, says: 'SOURCE_DATE_EPOCH is "-1"' },
])("$env is refused", ({ env, says }) => {
  const read = (): unknown => readProvenance(createFolder(), env);
  expect(read).toThrow(UsageError);
  expect(read).toThrow(says);
});

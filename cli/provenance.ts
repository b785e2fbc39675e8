import type { Provenance } from "../core/prompt/bundle.ts";
import { tryGit } from "./git.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Where the sources at `root` come from: `GIT_SHA` or the commit that is checked out, and `SOURCE_DATE_EPOCH` or that
 * commit's time.
 *
 * @throws {UsageError} when one of the variables does not hold what its name says.
 */
export const readProvenance = (root: string, env: Readonly<Record<string, string | undefined>>): Provenance => {
  const git_sha = env.GIT_SHA || tryGit(root, ["rev-parse", "--verify", "--quiet", "HEAD"])?.trim() || "unknown";
  if (git_sha !== "unknown" && !/^[0-9a-f]{40}$/.test(git_sha)) {
    throw new UsageError(
      `GIT_SHA is "${git_sha}". Give the full commit id, 40 lower-case hex digits, or leave it out.`,
    );
  }
  const seconds =
    env.SOURCE_DATE_EPOCH ||
    (git_sha === "unknown" ? "" : tryGit(root, ["show", "-s", "--format=%ct", git_sha])?.trim());
  if (!seconds) return { git_sha, committed_at: null };
  if (!/^\d{1,11}$/.test(seconds)) {
    throw new UsageError(`SOURCE_DATE_EPOCH is "${seconds}". Give whole seconds since 1970, or leave it out.`);
  }
  return { git_sha, committed_at: new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z") };
};

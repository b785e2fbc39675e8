import type { Provenance } from "../../core/prompt/bundle.ts";
import type { DebianVersions } from "./debian.ts";
import type { RootFile } from "./root-files.ts";

export const IMAGE_NAMES = ["kprompt", "kprompt-workerd", "kprompt-cli"] as const;
export type ImageName = (typeof IMAGE_NAMES)[number];

/** All that an image is made of. */
export interface Image {
  readonly name: ImageName;
  /** For people. */
  readonly title: string;
  readonly entrypoint: readonly string[];
  /** Default: the root. */
  readonly workdir?: string;
  /** Whether the program is told the commit that it is of: the functions have it in their bundle. */
  readonly tellsCommit: boolean;
  /** Source packages of Debian that files are from. */
  readonly debian: readonly (keyof DebianVersions)[];
  /** SPDX expression over all that is in it. */
  readonly licenses: string;
  readonly files: readonly RootFile[];
}

/** What an image says of itself. */
export interface Origin {
  readonly provenance: Provenance;
  readonly version: string;
  readonly bundle_sha256: string;
  /** Of all that is in the image but the commit's id and time: equal for commits that change nothing of it. */
  readonly content_sha256: string;
  readonly debian: DebianVersions;
  /** Address of the repository. */
  readonly source: string;
}

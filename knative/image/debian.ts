import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { prepareProgram } from "./debian-packages.ts";

/** What the images have of Debian. */
export interface Debian {
  /** The folder into which the packages are unpacked. */
  readonly root: string;
  /** Folder of the libraries, below `/`: `usr/lib/x86_64-linux-gnu`. */
  readonly libraries: string;
  readonly versions: DebianVersions;
}

/** By source package. */
export type DebianVersions = Readonly<Record<keyof typeof CHANGELOGS, string>>;

/**
 * Fetches the packages once, into `.cache/image-base/`. The release is pinned, the versions are what it has: a security
 * fix of the C library is a new image, and the label says which one is in it.
 *
 * @throws {ProgramUnavailableError} where this machine cannot have them.
 */
export const fetchDebian = async (): Promise<Debian> => {
  const { root, libraries } = await prepareProgram({
    name: "image-base",
    suite: "trixie",
    // base-files for the texts of licences.
    packages: ["libc6", "libc-bin", "libgcc-s1", "libstdc++6", "gcc-14-base", "ca-certificates", "base-files"],
    // Proves that what was unpacked works together. It does not go into the image.
    binary: "usr/bin/getent",
  });
  const versionOf = (name: keyof typeof CHANGELOGS): string =>
    readVersion(join(root, "usr/share/doc", CHANGELOGS[name]));
  return {
    root,
    libraries: libraries.slice(root.length + 1),
    versions: {
      glibc: versionOf("glibc"),
      "gcc-14": versionOf("gcc-14"),
      "ca-certificates": versionOf("ca-certificates"),
    },
  };
};

const CHANGELOGS = {
  glibc: "libc6/changelog.Debian.gz",
  "gcc-14": "gcc-14-base/changelog.Debian.gz",
  "ca-certificates": "ca-certificates/changelog.gz",
} as const;

/** Of the first line of a changelog: `glibc (2.41-12) unstable; urgency=medium`. */
const readVersion = (file: string): string => {
  const version = /^\S+ \(([^)]+)\)/.exec(gunzipSync(readFileSync(file)).toString())?.[1];
  if (version === undefined) throw new Error(`${file} does not begin with a version.`);
  return version;
};

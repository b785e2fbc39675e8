import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** One file of an image. Folders are those that files need, and those that are named here. */
export interface RootFile {
  /** Below `/`, without it. */
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  readonly content: Content;
}

type Content =
  | { readonly from: string }
  | { readonly bytes: string | Uint8Array }
  /** An empty folder. */
  | "folder";

export const textFile = (path: string, bytes: string | Uint8Array): RootFile => ({
  path,
  mode: 0o644,
  content: { bytes },
});

/** A copy; what a link leads to in the place of the link. */
export const copyOf = (path: string, from: string, mode = 0o644): RootFile => ({ path, mode, content: { from } });

/** Writes the files below a folder that is made anew. */
export const writeRoot = async (files: readonly RootFile[], folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  const made = new Set<string>();
  const makeFolder = async (path: string): Promise<void> => {
    if (made.has(path)) return;
    made.add(path);
    if (path !== folder) await makeFolder(dirname(path));
    await mkdir(path, { recursive: true });
    // The umask of whoever builds must not be part of the image.
    await chmod(path, 0o755);
  };
  for (const { path, mode, content } of files) {
    const target = join(folder, path);
    await makeFolder(content === "folder" ? target : dirname(target));
    if (content !== "folder") {
      if ("from" in content) await copyFile(content.from, target);
      else await writeFile(target, content.bytes);
    }
    await chmod(target, mode);
  }
};

/** SHA-256 over names, modes and contents, whatever the order. */
export const hashRoot = async (files: readonly RootFile[]): Promise<string> => {
  const lines = await Promise.all(
    files.map(async ({ path, mode, content }) => `${path}\0${mode.toString(8)}\0${await hashContent(content)}\n`),
  );
  return createHash("sha256").update(lines.toSorted().join("")).digest("hex");
};

const hashContent = async (content: Content): Promise<string> => {
  if (content === "folder") return content;
  const hash = createHash("sha256");
  if ("bytes" in content) return hash.update(content.bytes).digest("hex");
  for await (const piece of createReadStream(content.from)) hash.update(piece);
  return hash.digest("hex");
};

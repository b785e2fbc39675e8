import type { Sha256 } from "../port.ts";
import type { Labels } from "./labels.ts";
import { readFields, readMap, readText } from "./read.ts";
import { show } from "./show.ts";
import { type Place, report, type Source } from "./source.ts";
import { toTextBlock } from "./text-block.ts";
import { readJson } from "./yaml.ts";

/** `lock.json`: hashes of what must never change again. A version is locked when a label first names it. */
export interface Lock {
  /** By name: of the canonical text. */
  readonly partials: Readonly<Record<string, string>>;
  /** By name: of the JSON text without white space. */
  readonly schemas: Readonly<Record<string, string>>;
  /** `content_sha256` by `id@version`. */
  readonly versions: Readonly<Record<string, string>>;
}

export interface LockFile {
  readonly lock: Lock;
  /** By section and name, such as `versions/log_triage.k8s@1.2.0`. */
  readonly places: ReadonlyMap<string, Place>;
}

/** What the tree holds now. */
export interface LockState {
  /** Where each file or version is; undefined where it could not be opened. */
  readonly files: { readonly [Section in keyof Lock]: ReadonlyMap<string, Place | undefined> };
  /** Hashes of what could be read. */
  readonly hashes: { readonly [Section in keyof Lock]: ReadonlyMap<string, string> };
  /** Partials and schema file of each compiled `id@version`. */
  readonly uses: ReadonlyMap<string, { readonly partials: Iterable<string>; readonly schemas: Iterable<string> }>;
}

/** Reads `lock.json`; undefined where it cannot be read. No file yet: nothing is locked. */
export const readLock = (source: Source): LockFile | undefined => {
  const places = new Map<string, Place>();
  if (source.text === "") return { lock: { partials: {}, schemas: {}, versions: {} }, places };
  const root = readJson(source);
  const fields = root && readFields(root, "lock.json", SECTIONS);
  if (fields === undefined) return undefined;

  const readSection = (section: keyof Lock): Record<string, string> => {
    const node = fields[section];
    const hashes: Record<string, string> = {};
    for (const { key, keyPlace, value } of (node && readMap(node, section)?.entries) ?? []) {
      const hash = readText(value, "a hash");
      if (hash === undefined) continue;
      if (/^[0-9a-f]{64}$/.test(hash)) hashes[key] = hash;
      else report(value, "value_invalid", `${show(hash)} is no SHA-256. Restore lock.json from Git.`);
      places.set(`${section}/${key}`, keyPlace);
    }
    return hashes;
  };
  return {
    lock: { partials: readSection("partials"), schemas: readSection("schemas"), versions: readSection("versions") },
    places,
  };
};

/**
 * What `lock.json` should hold: all that it holds, which no run takes away or changes, and what the labels lock now. Write it
 * only where `lock_missing` is the only kind of error: else it may lack what could not be read.
 */
export const nextLock = ({ lock }: LockFile, labels: Labels | undefined, { hashes, uses }: LockState): Lock => {
  const next = { partials: { ...lock.partials }, schemas: { ...lock.schemas }, versions: { ...lock.versions } };
  const add = (section: keyof Lock, name: string): void => {
    const hash = hashes[section].get(name);
    if (hash !== undefined && !Object.hasOwn(next[section], name)) next[section][name] = hash;
  };
  for (const key of [...Object.keys(lock.versions), ...(labels?.places.keys() ?? [])]) {
    add("versions", key);
    for (const section of ["partials", "schemas"] as const)
      for (const name of uses.get(key)?.[section] ?? []) add(section, name);
  }
  return { partials: sortKeys(next.partials), schemas: sortKeys(next.schemas), versions: sortKeys(next.versions) };
};

/** Reports what is not locked and should be, and what is locked and was edited or deleted. */
export const checkLock = (file: LockFile, labels: Labels | undefined, state: LockState): void => {
  const { lock, places } = file;
  const next = nextLock(file, labels, state);
  const isEdited = (section: keyof Lock, name: string): boolean => {
    const hash = state.hashes[section].get(name);
    return hash !== undefined && Object.hasOwn(lock[section], name) && hash !== lock[section][name];
  };
  const isUnlocked = (section: "partials" | "schemas") => (name: string) =>
    Object.hasOwn(next[section], name) && !Object.hasOwn(lock[section], name);

  for (const [key, place] of labels?.places ?? [])
    if (state.uses.has(key) && !Object.hasOwn(lock.versions, key))
      report(
        place,
        "lock_missing",
        `${show(key.split("@")[1])}: a label names ${key}, which lock.json does not hold. Run "kprompt lock".`,
      );

  for (const section of SECTIONS)
    for (const name of Object.keys(lock[section])) {
      const place = state.files[section].get(name);
      const uses = state.uses.get(name);
      const at = places.get(`${section}/${name}`);
      if (!state.files[section].has(name) && at) {
        report(at, "lock_orphaned", `${show(name)} is locked, and its file is gone. Restore it from Git.`);
      } else if (place === undefined || !at) {
        // The file could not be opened, and that has been said.
      } else if (section !== "versions") {
        if (isEdited(section, name))
          report(
            place,
            "lock_mismatch",
            `${show(name)} is locked and was edited. Undo the edit; put the new text into the next number.`,
          );
      } else if (uses !== undefined) {
        const unlocked = [
          ...[...uses.partials].filter(isUnlocked("partials")),
          ...[...uses.schemas].filter(isUnlocked("schemas")),
        ];
        if (unlocked.length > 0)
          report(
            at,
            "lock_missing",
            `${show(name)} is locked, but lock.json does not hold its ${unlocked.join(", ")}. Run "kprompt lock".`,
          );
        // An edited partial or schema changes its users' hashes as well: told once, at the partial.
        const isFollowUp =
          [...uses.partials].some((one) => isEdited("partials", one)) ||
          [...uses.schemas].some((one) => isEdited("schemas", one));
        if (isEdited("versions", name) && !isFollowUp)
          report(
            place,
            "lock_mismatch",
            `${show(name.split("@")[1])}: ${name} is locked and was edited. Undo the edit; put the change into a new version.`,
          );
      }
    }
};

/** Hash of a partial file, as the lock holds it. */
export const partialSha256 = (source: Source, sha256: Sha256): string => sha256(toTextBlock(source).text);

const SECTIONS = ["partials", "schemas", "versions"] as const;

const sortKeys = (record: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

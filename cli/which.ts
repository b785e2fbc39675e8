import { findByHash } from "../core/prompt/find-by-hash.ts";
import { defineCommand } from "./command.ts";
import { type LoadedTree, loadTree } from "./tree.ts";
import { UsageError } from "./usage-error.ts";

export const command = defineCommand({
  usage: "<sha256 or its beginning>",
  positionals: { min: 1, max: 1, expected: "one SHA-256 (64 hex digits) or the beginning of one" },
  options: {},
  details: `
Finds the version whose template_sha256 or content_sha256 this is, labelled or not; the bundle whose bundle_sha256 it
is; the partial or schema whose text it is. Exits 1 when nothing, or more than one thing, has such a hash.

A vars_sha256 or render_sha256 belongs to one request: look for it in traces and records.

  kprompt which 3f9a1c`,
  run({ positionals: [text = ""], root, json, out }) {
    const prefix = text.toLowerCase();
    if (!/^[0-9a-f]{4,64}$/.test(prefix)) {
      throw new UsageError(`"${text}" is no SHA-256 and no beginning of one. Give 4 to 64 hex digits.`);
    }
    const matches = findMatches(loadTree(root()), prefix);
    const unique = new Set(matches.map(({ sha256 }) => sha256)).size === 1;
    if (json) {
      out.printJson({ unique, matches });
      return unique ? 0 : 1;
    }
    for (const { kind, sha256, names } of matches) out.print(`${names.join(" ")}  ${kind}  ${sha256}`);
    if (matches.length === 0) {
      out.note(
        `kprompt: no version, partial, schema or bundle here has the hash ${prefix}. ` +
          "If it is of another commit, check that commit out and ask again.",
      );
    } else if (!unique) {
      out.note(`kprompt: ${prefix} is the beginning of several hashes. Give more digits.`);
    }
    return unique ? 0 : 1;
  },
});

interface Match {
  readonly kind: "template_sha256" | "content_sha256" | "bundle_sha256" | "partial" | "schema";
  readonly sha256: string;
  /** `id@version` of every version that has it; `evidence.1`; `bundle`. */
  readonly names: readonly string[];
}

const findMatches = ({ bundle, bundle_sha256, lock }: LoadedTree, prefix: string): readonly Match[] => [
  ...findByHash(bundle, prefix, bundle_sha256).map(({ kind, sha256, references }): Match => {
    return { kind: `${kind}_sha256`, sha256, names: kind === "bundle" ? ["bundle"] : references };
  }),
  ...lockedTexts("partial", lock.partials, prefix),
  ...lockedTexts("schema", lock.schemas, prefix),
];

const lockedTexts = (
  kind: "partial" | "schema",
  hashes: Readonly<Record<string, string>>,
  prefix: string,
): readonly Match[] =>
  Object.entries(hashes)
    .filter(([, sha256]) => sha256.startsWith(prefix))
    .map(([name, sha256]) => ({ kind, sha256, names: [name] }));

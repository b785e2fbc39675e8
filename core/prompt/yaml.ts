import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, parseDocument, type YAMLError } from "yaml";
import { blockEndHint, findStrayLine } from "./block-end.ts";
import { isUnicode } from "./canonical.ts";
import type { Entry, Node } from "./node.ts";
import { show } from "./show.ts";
import { lineAt, positionAt, report, type Source } from "./source.ts";

/**
 * Reads YAML 1.2; undefined, with a finding, where the file cannot be read.
 *
 * @param knownKeys Keys of the root, which tell a line that lost its indentation from one that has none.
 */
export const readYaml = (source: Source, knownKeys: readonly string[] = []): Node | undefined =>
  read(source, { strictJson: false, knownKeys });

/** Reads strict JSON by the same nodes. */
export const readJson = (source: Source): Node | undefined => {
  const node = read(source, { strictJson: true, knownKeys: [] });
  if (node === undefined) return undefined;
  try {
    JSON.parse(source.text);
    return node;
  } catch {
    // What is left here are spellings such as 0x1F or .5, and comments.
    return report(
      { source, at: 0 },
      "json_invalid",
      `${show(lineAt(source, 1))} starts no valid JSON. Write strict JSON.`,
    );
  }
};

const MAX_DEPTH = 64;

interface Options {
  readonly strictJson: boolean;
  readonly knownKeys: readonly string[];
}

const read = (source: Source, { strictJson, knownKeys }: Options): Node | undefined => {
  // Duplicate keys are reported below, each at its place, and need not hide what else is wrong.
  const document = parseDocument(source.text, { version: "1.2", prettyErrors: false, uniqueKeys: false });
  // A mistake makes others follow; the first is the cause. Warnings count: yaml only warns of unknown tags.
  const [error] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (error !== undefined) return reportSyntax(error, source, { strictJson, knownKeys });
  if (/^%/m.test(source.text) && document.directives?.yaml.explicit)
    return report(
      { source, at: source.text.search(/^%/m) },
      "yaml_feature",
      "%YAML directives are not used here. Remove it.",
    );

  let isPlain = true;
  const refuse = (at: number, message: string, code: "yaml_feature" | "json_invalid" = "yaml_feature"): undefined => {
    isPlain = false;
    return report({ source, at }, code, message);
  };

  const convert = (node: unknown, at: number, depth: number): Node | undefined => {
    if (isAlias(node))
      return refuse(node.range?.[0] ?? at, `"*${node.source}": aliases are not used here. Write the value out.`);
    if (!isScalar(node) && !isCollection(node))
      return { source, at, kind: "scalar", value: null, raw: "", style: "flow" };
    const [start, end] = node.range ?? [at, at];
    if (node.anchor !== undefined)
      return refuse(
        source.text.lastIndexOf(`&${node.anchor}`, start),
        `"&${node.anchor}": anchors are not used here. Remove it.`,
      );
    if (node.tag !== undefined)
      return refuse(tagStart(source, start), `The tag "${node.tag}" is not used here. Remove it.`);
    if (depth > MAX_DEPTH) return refuse(start, `The values are nested more than ${MAX_DEPTH} levels deep.`);

    if (isScalar(node)) {
      const { value, type } = node;
      const raw = type === "PLAIN" ? source.text.slice(start, end) : String(value);
      if (typeof value === "string" ? !isUnicode(value) : typeof value === "number" && !Number.isFinite(value))
        return refuse(start, `${show(raw)} is neither Unicode text nor a finite number.`);
      if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean" && value !== null)
        return refuse(start, `${show(raw)} is no text, number, true, false or null.`);
      if (strictJson && typeof value === "string" && type !== "QUOTE_DOUBLE")
        return refuse(start, `${show(raw)} is not JSON. Put it in double quotes.`, "json_invalid");
      const style = type === "BLOCK_LITERAL" ? "literal" : type === "BLOCK_FOLDED" ? "folded" : "flow";
      return { source, at: start, kind: "scalar", value, raw, style };
    }
    if (strictJson && node.flow !== true)
      return refuse(
        start,
        `${show(lineAt(source, positionAt(source, start).line))} is not JSON. Use { } and [ ].`,
        "json_invalid",
      );
    if (isSeq(node)) {
      const items = node.items.map((item) => convert(isPair(item) ? item.value : item, start, depth + 1));
      return { source, at: start, kind: "list", items: items.filter((item) => item !== undefined) };
    }
    return isMap(node)
      ? { source, at: start, kind: "map", entries: convertEntries(node.items, start, depth) }
      : undefined;
  };

  const convertEntries = (pairs: readonly { key: unknown; value: unknown }[], at: number, depth: number): Entry[] => {
    const entries: Entry[] = [];
    for (const pair of pairs) {
      const key = convert(pair.key, at, depth + 1);
      if (key === undefined) continue;
      if (key.kind !== "scalar" || typeof key.value !== "string") {
        const what = key.kind === "scalar" ? show(key.raw) : `a ${key.kind}`;
        refuse(
          key.at,
          `The key ${what} is not text. Keys are names${key.kind === "scalar" ? "; put it in quotes" : ""}.`,
        );
        continue;
      }
      const value = convert(pair.value, key.at + key.raw.length, depth + 1);
      if (value === undefined) continue;
      if (entries.some((entry) => entry.key === key.value))
        report(key, "key_duplicate", `${show(key.value)} is there twice. Remove one.`);
      else entries.push({ key: key.value, keyPlace: { source, at: key.at }, value });
    }
    return entries;
  };

  const root = convert(document.contents, 0, 0);
  return isPlain ? root : undefined;
};

const reportSyntax = (
  { code, pos, message }: YAMLError,
  source: Source,
  { strictJson, knownKeys }: Options,
): undefined => {
  // How deep is too deep depends on the machine's stack.
  if (code === "RESOURCE_EXHAUSTION")
    return report({ source, at: 0 }, "yaml_invalid", "The values are nested too deeply. Flatten them.");
  const found = { source, at: Math.min(pos[0], source.text.length) };
  const stray = findStrayLine(found, knownKeys);
  const place = stray ?? found;
  const line = lineAt(source, positionAt(source, place.at).line).trim();
  const rule = code === "TAG_RESOLVE_FAILED" ? "yaml_feature" : strictJson ? "json_invalid" : "yaml_invalid";
  return report(
    place,
    rule,
    `${show(line)}: ${message.split("\n", 1)[0]}.${stray ? blockEndHint(stray) : " Correct it."}`,
  );
};

/** Where the tag before a value begins. */
const tagStart = ({ text }: Source, start: number): number => {
  const from = Math.max(0, start - 200);
  return from + Math.max(0, text.slice(from, start).search(/!\S*\s*$/));
};

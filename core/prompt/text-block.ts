import { canonicalText } from "./canonical.ts";
import type { Node } from "./node.ts";
import { describe } from "./read.ts";
import { type Place, positionAt, report, type Source } from "./source.ts";

/** Canonical text of a file, or of a block scalar in one, whose offsets can be found in the file again. */
export interface TextBlock {
  readonly source: Source;
  readonly text: string;
  /** 0-based line of the file where the text begins. */
  readonly firstLine: number;
  /** Characters that each line of the file has before the text's own. */
  readonly indent: number;
}

/** A whole file. */
export const toTextBlock = (source: Source): TextBlock => ({
  source,
  text: canonicalText(source.text),
  firstLine: 0,
  indent: 0,
});

/** Reads a literal block scalar: the only style in which lines and columns of the value are those of the file. */
export const readBlock = (node: Node, what: string): TextBlock | undefined => {
  const isLiteral = node.kind === "scalar" && node.style === "literal" && typeof node.value === "string";
  if (!isLiteral)
    return report(
      node,
      "block_scalar_required",
      `${describe(node)}: ${what} must be a block scalar. Write "${what}: |" and the text below it, indented.`,
    );

  const value = node.value as string;
  if (value.trim() === "")
    return report(node, "value_invalid", `"|": ${what} is empty. Write its text below, indented.`);
  const { source } = node;
  const firstLine = positionAt(source, node.at).line;
  const textLine = value.split("\n").findIndex((line) => line.trim() !== "");
  const written = source.text.split("\n", firstLine + textLine + 1)[firstLine + textLine] ?? "";
  const indent = written.length - (value.split("\n", textLine + 1)[textLine] ?? "").length;
  return { source, text: canonicalText(value), firstLine, indent };
};

/** Cutting line ends moves nothing, so a line and column of the canonical text is one of the file. */
export const placeIn = ({ source, text, firstLine, indent }: TextBlock, offset: number): Place => {
  const before = text.slice(0, offset).split("\n");
  const line = firstLine + before.length - 1;
  return { source, at: (source.lineStarts[line] ?? source.text.length) + indent + (before.at(-1)?.length ?? 0) };
};

import { type Place, report, type Source } from "./source.ts";
import { parseTemplate, type Tag, tagsOf } from "./template.ts";
import { placeIn, type TextBlock, toTextBlock } from "./text-block.ts";

/** A template with its partials inlined, whose offsets can be found in the files again. */
export interface Inlined {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** Names of the partials, nested ones too. */
  readonly partials: ReadonlySet<string>;
}

/** From `start` on, the text is that of `block` from `from` on. */
interface Piece {
  readonly start: number;
  readonly block: TextBlock;
  readonly from: number;
}

/** Inlines partials into a text; undefined, with findings, where it or a partial in it cannot be used. */
export type Inliner = (block: TextBlock) => Inlined | undefined;

/** Far beyond any context window; it stops partials that double each other. */
const MAX_CHARACTERS = 200_000;

/**
 * Prepares the partials of the tree. A partial is text: a tag alone on its line is replaced by the partial's lines, a tag
 * inside a line by its text without the last line end. What is wrong in a partial is reported once, at the partial.
 *
 * @param files By name, such as `evidence.1`; undefined for a partial that cannot be read.
 * @param known Other names that must not be reported: locked partials that are gone are reported at the lock.
 */
export const createInliner = (files: ReadonlyMap<string, Source | undefined>, known: ReadonlySet<string>): Inliner => {
  const done = new Map<string, Inlined | undefined>();
  const underWay: string[] = [];

  const expand = (name: string, tag: Place): Inlined | undefined => {
    if (done.has(name)) return done.get(name);
    if (underWay.includes(name)) {
      const cycle = [...underWay.slice(underWay.indexOf(name)), name].join(" > ");
      return report(tag, "partial_cycle", `"{{> ${name}}}" includes itself: ${cycle}. Remove one of the tags.`);
    }
    underWay.push(name);
    const source = files.get(name);
    const inlined = source && expandFile(source);
    underWay.pop();
    done.set(name, inlined);
    return inlined;
  };

  const expandFile = (source: Source): Inlined | undefined => {
    const block = toTextBlock(source);
    if (block.text === "")
      return report({ source, at: 0 }, "value_invalid", '"": the partial is empty. Write it or delete it.');
    // Else a blank before the tag would stay at a line end, and the inlined text would not be canonical.
    if (block.text.startsWith("\n"))
      return report({ source, at: 0 }, "value_invalid", '"": the partial starts with an empty line. Remove the line.');
    return inline(block);
  };

  const inline: Inliner = (block) => {
    const { nodes, problems } = parseTemplate(block.text);
    for (const { code, at, message } of problems) report(placeIn(block, at), code, message);
    let isUsable = problems.length === 0;
    const pieces: Piece[] = [];
    const partials = new Set<string>();
    let text = "";
    let from = 0;

    for (const tag of tagsOf(nodes).filter(({ kind }) => kind === "partial")) {
      const place = placeIn(block, tag.at);
      const line = standaloneLine(block.text, tag);
      if (!files.has(tag.name)) {
        isUsable = false;
        if (known.has(tag.name)) continue;
        const available = [...files.keys()].sort().join(", ") || "none";
        report(
          place,
          "partial_unknown",
          `"{{> ${tag.name}}}": there is no prompts/partials/${tag.name}.txt. Available: ${available}.`,
        );
      } else if (line !== undefined && line.start < tag.at) {
        isUsable = false;
        report(
          place,
          "partial_indented",
          `"{{> ${tag.name}}}" is indented, but a partial's lines are not. Start the line with the tag.`,
        );
      } else {
        const inlined = expand(tag.name, place);
        isUsable &&= inlined !== undefined;
        if (inlined === undefined) continue;
        pieces.push({ start: text.length, block, from });
        text += block.text.slice(from, tag.at);
        for (const piece of inlined.pieces) pieces.push({ ...piece, start: piece.start + text.length });
        text += inlined.text;
        // Canonical text has no line end of its own: the one after the tag stays.
        from = tag.end;
        for (const name of [tag.name, ...inlined.partials]) partials.add(name);
      }
      if (text.length > MAX_CHARACTERS)
        return report(
          place,
          "template_too_large",
          `"{{> ${tag.name}}}" brings the text to more than ${MAX_CHARACTERS} characters. Use less.`,
        );
    }
    pieces.push({ start: text.length, block, from });
    return isUsable ? { text: text + block.text.slice(from), pieces, partials } : undefined;
  };

  // Partials that nobody uses are checked too.
  for (const [name, source] of files) if (source !== undefined) expand(name, { source, at: 0 });
  return inline;
};

/** The place in a file of an offset in the inlined text. */
export const placeOf = ({ pieces }: Inlined, offset: number): Place => {
  const piece = pieces.findLast(({ start }) => start <= offset);
  if (piece === undefined) throw new RangeError(`No piece at ${offset}`);
  return placeIn(piece.block, piece.from + offset - piece.start);
};

/** The line of a tag that stands alone on it. */
const standaloneLine = (text: string, { at, end }: Tag): { start: number } | undefined => {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const rest = text.slice(end).split("\n", 1)[0] ?? "";
  return text.slice(start, at).trim() === "" && rest.trim() === "" ? { start } : undefined;
};

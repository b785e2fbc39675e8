import { lineAt, type Place, positionAt, type Source } from "./source.ts";

/** A sentence for a line that stands at the margin and by that ended a block scalar before its time; else empty. */
export const blockEndHint = ({ source, at }: Place): string => {
  const { line } = positionAt(source, at);
  if (isIndented(source, line)) return "";
  let above = line - 1;
  while (above > 0 && isIndented(source, above)) above -= 1;
  const header = /^([^\s:#]+):[ \t]+[|>][-+1-9]*[ \t]*(?:#.*)?$/.exec(lineAt(source, above));
  return header === null
    ? ""
    : ` The block scalar "${header[1]}" of line ${above} probably ended early, because this line is not indented: indent it.`;
};

/**
 * The line that ended a block scalar before its time, for a syntax error in what follows it: the last line at the margin, or
 * undefined where that is a key that belongs there.
 */
export const findStrayLine = ({ source, at }: Place, knownKeys: readonly string[]): Place | undefined => {
  let { line } = positionAt(source, at);
  while (line > 1 && isIndented(source, line)) line -= 1;
  const key = /^([^\s:]+):/.exec(lineAt(source, line))?.[1];
  const stray = { source, at: source.lineStarts[line - 1] ?? 0 };
  return (key !== undefined && knownKeys.includes(key)) || blockEndHint(stray) === "" ? undefined : stray;
};

const isIndented = (source: Source, line: number): boolean => /^\s|^$/.test(lineAt(source, line));

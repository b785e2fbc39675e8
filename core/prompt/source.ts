import type { Diagnostic } from "../diagnostic.ts";
import type { DiagnosticCode } from "./diagnostic-code.ts";

/** A file of the prompt tree, and where its findings go. */
export interface Source {
  /** Path from the project's root, with `/`. */
  readonly file: string;
  /** With LF line ends. */
  readonly text: string;
  /** Offset of each line's first character. */
  readonly lineStarts: readonly number[];
  readonly diagnostics: Diagnostic[];
}

/** A position in a file, as an offset into its text. */
export interface Place {
  readonly source: Source;
  readonly at: number;
}

/** Opens a file; undefined, with a finding, where it holds characters that no text file should. */
export const openSource = (file: string, raw: string, diagnostics: Diagnostic[]): Source | undefined => {
  const text = raw.replace(/\r\n?/g, "\n");
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const source: Source = { file, text, lineStarts, diagnostics };

  const carriageReturn = raw.indexOf("\r");
  if (carriageReturn >= 0)
    // A warning: canonical text is LF, so a Windows checkout builds the same bundle, byte for byte.
    report(
      // All text before the first CR is equal in both, so its offset is too.
      { source, at: carriageReturn },
      "line_ending",
      'The line ends with "\\r". Hashes do not see it, but the tree is LF: put "* text=auto eol=lf" into .gitattributes and run "git add --renormalize .".',
      "warning",
    );

  const forbidden = FORBIDDEN_CHARACTER.exec(text);
  if (forbidden === null) return source;
  const [character] = forbidden;
  const name = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  const cause =
    character === "\ufffd" ? "the file is not UTF-8. Save it as UTF-8" : "remove it, or write it as an escape";
  return report({ source, at: forbidden.index }, "character_forbidden", `The character ${name} is not text: ${cause}.`);
};

/** Adds a finding. Gives undefined, so that a reader can `return report(…)`. */
export const report = (
  { source, at }: Place,
  code: DiagnosticCode,
  message: string,
  severity: Diagnostic["severity"] = "error",
): undefined => {
  source.diagnostics.push({ code, severity, file: source.file, ...positionAt(source, at), message });
};

/** 1-based line and column of an offset. */
export const positionAt = ({ lineStarts }: Source, at: number): { readonly line: number; readonly column: number } => {
  let [low, high] = [0, lineStarts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((lineStarts[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: at - (lineStarts[low] ?? 0) + 1 };
};

/** Text of a 1-based line. */
export const lineAt = ({ text, lineStarts }: Source, line: number): string =>
  text.slice(lineStarts[line - 1] ?? text.length, lineStarts[line] ?? text.length).replace(/\n$/, "");

// Controls other than tab and line feed, the byte order mark, half surrogate pairs, and what a decoder puts for bad bytes.
const FORBIDDEN_CHARACTER = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff\ufffd]|\p{Surrogate}/u;

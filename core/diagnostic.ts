/** One finding of `kprompt check` in the prompt tree. */
export interface Diagnostic {
  /** Closed, stable name of the rule, such as `input_undeclared`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** Path from the project's root, with `/`. */
  readonly file: string;
  /** 1-based; 1 where the finding is about the whole file. */
  readonly line: number;
  /** 1-based, counted in UTF-16 code units. */
  readonly column: number;
  /** What is wrong, with the offending text, and what to do. */
  readonly message: string;
}

/** `file:line:column code: message`, the form that editors and terminals turn into a link. */
export const formatDiagnostic = ({ file, line, column, code, message }: Diagnostic): string =>
  `${file}:${line}:${column} ${code}: ${message}`;

/** By file, then position, then code: the same tree gives the same list on every machine. */
export const compareDiagnostics = (a: Diagnostic, b: Diagnostic): number =>
  compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.code, b.code);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

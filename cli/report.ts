import { type Diagnostic, formatDiagnostic } from "../core/diagnostic.ts";
import type { Output } from "./output.ts";

/**
 * Diagnostics for people, one a line, then how many.
 *
 * @param paint Only for standard output; default: no colours.
 */
export const formatDiagnostics = (
  diagnostics: readonly Diagnostic[],
  paint: Output["paint"] = (_, text) => text,
): string => {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  return [
    ...diagnostics.map((one) => {
      const place = `${one.file}:${one.line}:${one.column}`;
      const text = formatDiagnostic(one).slice(place.length);
      const style = one.severity === "error" ? "red" : "yellow";
      return `${paint("bold", place)} ${paint(style, one.severity)}${text}`;
    }),
    `${count(errors, "error")}, ${count(diagnostics.length - errors, "warning")}`,
  ].join("\n");
};

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

import type { Diagnostic } from "../core/diagnostic.ts";

/** A command that needs the bundle met errors in `prompts/`: exit 1 with these diagnostics. */
export class TreeError extends Error {
  override readonly name = "TreeError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super("prompts/ has errors; mend them first. kprompt check lists them.");
    this.diagnostics = diagnostics;
  }
}

/** The command was called wrongly, or cannot run here: exit 2 with this message and no stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Closed lists that the content of the tree must agree with. They belong to evidence and triage, which stand above prompts,
 * so they come in as values.
 */
export interface Vocabulary {
  readonly levels: readonly string[];
  /** Without `none`. */
  readonly errorClasses: readonly string[];
  readonly severities: readonly string[];
  readonly verdicts: readonly string[];
}

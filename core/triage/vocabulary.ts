import { ERROR_CLASSES } from "../evidence/error-class.ts";
import { LEVELS } from "../evidence/evidence.ts";
import { SEVERITIES, VERDICTS } from "../evidence/outcome.ts";
import type { Vocabulary } from "../prompt/vocabulary.ts";

/** The closed lists that `compileTree` holds the prompt tree to. */
export const VOCABULARY: Vocabulary = {
  levels: LEVELS,
  errorClasses: ERROR_CLASSES,
  severities: SEVERITIES,
  verdicts: VERDICTS,
};

import { utf8Of } from "../evidence/bytes.ts";

/** How many bytes a value takes as JSON in UTF-8. */
export const jsonBytes = (value: unknown): number => utf8Of(JSON.stringify(value)).length;

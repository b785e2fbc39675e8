import * as v from "valibot";
import { dictionary, strict, text } from "../http/schema.ts";

/** Booleans are let through here, so that the renderer can say why it takes none. */
const VariableSchema = v.nullable(
  v.union([
    v.string(),
    v.number(),
    v.boolean(),
    v.pipe(v.array(dictionary(v.union([v.string(), v.number()]))), v.maxLength(1000, "must have at most 1000 items.")),
  ]),
);

export const RenderRequestSchema = strict({
  /** `id`, `id@version`, `id@label` or `id@latest`. */
  prompt: text(200),
  variables: v.optional(dictionary(VariableSchema)),
});

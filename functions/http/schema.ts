import * as v from "valibot";
import { nearest } from "../../core/nearest.ts";

const reserved = ["__proto__", "prototype", "constructor"];

/** Valibot takes a list for an object. */
const plainObject = v.custom<Record<string, unknown>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "must be an object.",
);

/** An object with these fields and no others. */
export const strict = <const Entries extends v.ObjectEntries>(entries: Entries) => {
  const known = Object.keys(entries);
  return v.pipe(
    plainObject,
    v.strictObject(entries, ({ input }) => {
      // Of an unknown field the input is its name, which can be as long as the body.
      const meant = typeof input === "string" && input.length <= maxNameCharacters ? nearest(input, known) : undefined;
      return `is not a field of this request. ${meant === undefined ? "Remove it." : `Did you mean ${meant}? Write that, or remove it.`}`;
    }),
  );
};

const maxNames = 64;
const maxNameCharacters = 128;

/** An object whose keys are names of the caller's own. Valibot drops the three reserved ones without a word. */
export const dictionary = <Value extends v.GenericSchema>(value: Value) =>
  v.pipe(
    plainObject,
    // Before the values: a fault in each of a million would be a million findings.
    v.custom<Record<string, unknown>>((input) => {
      const names = Object.keys(input as object);
      return names.length <= maxNames && names.every((name) => name !== "" && name.length <= maxNameCharacters);
    }, `must have at most ${maxNames} names, of 1 to ${maxNameCharacters} characters.`),
    v.custom<Record<string, unknown>>(
      (input) => !reserved.some((name) => Object.hasOwn(input as object, name)),
      `must not use the names ${reserved.join(", ")}.`,
    ),
    v.record(v.string(), value),
  );

/** A text of 1 to `max` characters. */
export const text = (max: number) =>
  v.pipe(v.string(), v.minLength(1, "must not be empty."), v.maxLength(max, `must have at most ${max} characters.`));

/** RFC 3339 with a zone. */
export const Timestamp = v.pipe(
  v.string(),
  v.regex(
    /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/,
    "must be a time as in 2026-11-21T03:00:00Z.",
  ),
  v.check((value) => !Number.isNaN(Date.parse(value)), "must be a time that exists."),
);

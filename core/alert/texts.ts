import * as v from "valibot";
import { cutEnd, cutMiddle } from "../evidence/shorten.ts";

/** Names and texts of labels or annotations, whole; halves of surrogate pairs are replaced as Go's JSON decoder does. */
export const TextsSchema = v.pipe(
  v.custom<Readonly<Record<string, unknown>>>(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    "must be an object",
  ),
  // Not v.record: it drops labels named `constructor`, which then would not count in the fingerprint.
  v.rawTransform(({ dataset, addIssue, NEVER }): Readonly<Record<string, string>> => {
    const input = dataset.value;
    const texts: [string, string][] = [];
    let wrong = 0;
    for (const [key, value] of Object.entries(input)) {
      if (typeof value === "string") texts.push([toUnicode(key), toUnicode(value)]);
      else if (wrong++ < MAX_WRONG) {
        addIssue({ message: "must be a text", path: [{ type: "object", origin: "value", input, key, value }] });
      }
    }
    return wrong > 0 ? NEVER : Object.fromEntries(texts);
  }),
);

/** What is merely long or many is cut, never refused: an alert must not be lost for its annotation. */
export const cutLabels = (labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  cutTexts(labels, (value) => cutEnd(value, LABEL_CHARACTERS));

export const cutAnnotations = (annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  cutTexts(annotations, (value) => cutMiddle(value, ANNOTATION_CHARACTERS));

export const toUnicode = (text: string): string => text.replace(/[\ud800-\udfff]/gu, "\ufffd");

const cutTexts = (texts: Readonly<Record<string, string>>, cut: (value: string) => string) =>
  Object.fromEntries(
    Object.entries(texts)
      .slice(0, MAX_TEXTS)
      .map(([name, value]) => [cutEnd(name, NAME_CHARACTERS), cut(value)]),
  );

const MAX_WRONG = 5;
const MAX_TEXTS = 100;
const NAME_CHARACTERS = 128;
const LABEL_CHARACTERS = 1024;
const ANNOTATION_CHARACTERS = 16_384;

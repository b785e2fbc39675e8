import fc from "fast-check";
import type { CloudEvent } from "../../../core/cloud-event.ts";
import { defined } from "../defined.ts";
import { isAttributeText } from "../event-attributes.ts";

const standard = ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "data"];

/** Spaces at the ends and quotes at the beginning are what a header would not keep. */
const text = fc
  .oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(" ", '"', "\\", "%", "2", "0", ",", "é", "🚨") }),
  )
  .filter(isAttributeText);

const some = text.filter((value) => value !== "");

const name = fc
  .stringMatching(/^[a-z0-9]{1,20}$/)
  .filter((value) => !standard.includes(value) && !value.startsWith("knative"));

const extension = fc.oneof(text, fc.boolean(), fc.integer());

const time = fc
  .date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true })
  .map((date) => date.toISOString());

const value = fc.jsonValue({ maxDepth: 4, stringUnit: "grapheme" }).map((json) => JSON.parse(JSON.stringify(json)));

const bytes = fc.uint8Array({ maxLength: 100 });

/** Data with its type, as `readEvent` would make it: parsed, a text, or bytes. */
const data = fc.oneof(
  fc.constant({}),
  fc.record({ data: value }),
  fc.record({ data: value, datacontenttype: fc.constantFrom("application/json", "a/b+json; charset=utf-8") }),
  fc.record({ data: fc.string({ unit: "binary" }), datacontenttype: fc.constantFrom("text/plain", "application/xml") }),
  fc.record({ data: bytes, datacontenttype: fc.constantFrom("image/png", "text/plain; charset=latin1") }),
  fc.record({ data: bytes.filter(({ length }) => length > 0) }),
);

/** Legal events in the form in which they are read. */
export const legalEvent: fc.Arbitrary<CloudEvent> = fc
  .tuple(
    fc.record({
      id: some,
      source: fc.oneof(
        fc.webPath().filter((path) => path !== ""),
        fc.webUrl(),
      ),
      type: some,
      subject: fc.option(some, { nil: undefined }),
      time: fc.option(time, { nil: undefined }),
      dataschema: fc.option(fc.webUrl({ withQueryParameters: true }), { nil: undefined }),
      extensions: fc.dictionary(name, extension, { maxKeys: 5, noNullPrototype: true }),
    }),
    data,
  )
  .map(([attributes, payload]) => ({ ...defined(attributes), ...payload }) as CloudEvent);

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Filter, type Filters, isWanted } from "./filter.ts";
import { testEvent } from "./testing.ts";

const event = { ...testEvent, extensions: { severity: "critical", bucket: 42, urgent: true } };
const type = "dev.kprompt.alert.firing.v1";

test.each<[boolean, string, Filters]>([
  [true, "no filter", {}],
  [true, "no filter among filters", { filters: [] }],
  [true, "exact", { filters: [{ exact: { type } }] }],
  [false, "exact, with another case", { filters: [{ exact: { type: type.toUpperCase() } }] }],
  [false, "exact, of a part", { filters: [{ exact: { type: "dev.kprompt" } }] }],
  [true, "exact, of an extension", { filters: [{ exact: { severity: "critical" } }] }],
  [true, "exact, of a number", { filters: [{ exact: { bucket: "42" } }] }],
  [true, "exact, of true", { filters: [{ exact: { urgent: "true" } }] }],
  [true, "exact, of several that all match", { filters: [{ exact: { type, severity: "critical" } }] }],
  [false, "exact, of several of which one does not", { filters: [{ exact: { type, severity: "info" } }] }],
  [false, "an extension that is absent", { filters: [{ exact: { namespace: "shop" } }] }],
  [false, "a name that every object has", { filters: [{ prefix: { constructor: "f" } }] }],
  [false, "what only the data holds", { filters: [{ exact: { alertname: "ApiDown" } }] }],
  [true, "specversion", { filters: [{ exact: { specversion: "1.0" } }] }],
  [true, "prefix", { filters: [{ prefix: { type: "dev.kprompt.alert." } }] }],
  [false, "prefix of the middle", { filters: [{ prefix: { type: "kprompt" } }] }],
  [true, "suffix", { filters: [{ suffix: { source: "/kprompt" } }] }],
  [false, "suffix of the middle", { filters: [{ suffix: { source: "home" } }] }],
  [true, "all", { filters: [{ all: [{ exact: { type } }, { prefix: { subject: "shop/" } }] }] }],
  [false, "all, with one that fails", { filters: [{ all: [{ exact: { type } }, { exact: { severity: "info" } }] }] }],
  [true, "any", { filters: [{ any: [{ exact: { severity: "info" } }, { exact: { severity: "critical" } }] }] }],
  [false, "any, of none", { filters: [{ any: [{ exact: { severity: "info" } }, { suffix: { type: ".v2" } }] }] }],
  [true, "not", { filters: [{ not: { exact: { severity: "info" } } }] }],
  [false, "not, of what matches", { filters: [{ not: { exact: { severity: "critical" } } }] }],
  [true, "not, of an extension that is absent", { filters: [{ not: { exact: { namespace: "shop" } } }] }],
  [true, "two filters that pass", { filters: [{ exact: { type } }, { not: { suffix: { type: ".v2" } } }] }],
  [false, "two filters of which one fails", { filters: [{ exact: { type } }, { suffix: { type: ".v2" } }] }],
  [true, "attributes", { filter: { attributes: { type, severity: "critical" } } }],
  [false, "attributes, one of which differs", { filter: { attributes: { type, severity: "info" } } }],
  [true, "an attribute with any value", { filter: { attributes: { severity: "" } } }],
  [false, "an attribute with any value, absent", { filter: { attributes: { namespace: "" } } }],
  [
    true,
    "attributes beside filters do not count",
    { filters: [{ exact: { type } }], filter: { attributes: { type: "x" } } },
  ],
])("%s: %s", (expected, _, filters) => expect(isWanted(filters, event)).toBe(expected));

describe("laws", () => {
  const filter = fc.letrec<{ any: Filter }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.record({ exact: fc.constantFrom({ type }, { severity: "info" }, { absent: "x" }) }),
      fc.record({ prefix: fc.constantFrom({ type: "dev." }, { subject: "web/" }) }),
      fc.record({ all: fc.array(tie("any"), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie("any"), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie("any") }),
    ),
  })).any;
  const wants = (...filters: readonly Filter[]) => isWanted({ filters }, event);

  test("two Triggers with complementary filters get every event once", () =>
    fc.assert(fc.property(filter, (one) => wants(one) !== wants({ not: one }))));

  test("any is not all of not", () =>
    fc.assert(
      fc.property(
        fc.array(filter, { minLength: 1, maxLength: 4 }),
        (many) => wants({ any: many }) === wants({ not: { all: many.map((not) => ({ not })) } }),
      ),
    ));
});

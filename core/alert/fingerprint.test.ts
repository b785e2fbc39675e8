import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprintOf } from "./fingerprint.ts";
import { CAPTURED } from "./testing/captured.ts";

interface Named {
  readonly labels: Readonly<Record<string, string>>;
  readonly fingerprint: string;
}

test("as Alertmanager 0.25, 0.28 and 0.33 computed it for every alert that was captured", () => {
  const alerts = CAPTURED.filter(({ format }) => format === "alertmanager").flatMap(({ text }) => {
    const body = JSON.parse(text) as {
      readonly alerts?: readonly Named[];
      readonly data?: { readonly alerts: readonly Named[] };
    };
    return body.alerts ?? body.data?.alerts ?? [];
  });
  expect(alerts).toHaveLength(57);
  expect(alerts.map(({ labels }) => fingerprintOf(labels))).toEqual(alerts.map(({ fingerprint }) => fingerprint));
});

const fnv1a64 = (bytes: Iterable<number>): string => {
  let hash = 14_695_981_039_346_656_037n;
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 1_099_511_628_211n) % 2n ** 64n;
  return hash.toString(16).padStart(16, "0");
};

const labels = fc.dictionary(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }));

test("as the formula says, for any Unicode", () => {
  fc.assert(
    fc.property(labels, (given) => {
      const sorted = Object.entries(given).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      const bytes = sorted.flatMap(([name, value]) => [...Buffer.from(name), 0xff, ...Buffer.from(value), 0xff]);
      return fingerprintOf(given) === fnv1a64(bytes);
    }),
  );
});

test("names are sorted by their bytes, not by UTF-16", () => {
  const high = { "\u{1f6a8}": "a", "\uff01": "b" };
  expect(fingerprintOf(high)).toBe(
    fnv1a64(
      [..."\uff01"].flatMap((one) => [
        ...Buffer.from(one),
        0xff,
        0x62,
        0xff,
        ...Buffer.from("\u{1f6a8}"),
        0xff,
        0x61,
        0xff,
      ]),
    ),
  );
});

test("the order of the keys does not matter", () => {
  fc.assert(
    fc.property(
      labels,
      (given) => fingerprintOf(given) === fingerprintOf(Object.fromEntries(Object.entries(given).reverse())),
    ),
  );
});

import { expect, test } from "vitest";
import { environmentOf } from "./environment.ts";
import { toManifest } from "./serving-testing.ts";

const map = (name: string, data: Readonly<Record<string, string>>, namespace = "shop") =>
  toManifest({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data });
const tree = [map("a", { ONE: "a", TWO: "a" }), map("b", { TWO: "b" }), map("c", { TWO: "c" }, "other")];

const read = (value: Readonly<Record<string, unknown>>) => {
  const { variables, missing } = environmentOf({ path: ["c"], value, sidecar: false }, "shop", tree);
  return { values: Object.fromEntries([...variables].map(([name, { value: text }]) => [name, text])), missing };
};
const ref = (name: string) => ({ configMapRef: { name } });
const key = (name: string, of: string) => ({ valueFrom: { configMapKeyRef: { name, key: of } } });

test.each([
  { name: "literals", value: { env: [{ name: "X", value: "1" }, { name: "Y" }] }, values: { X: "1", Y: "" } },
  {
    name: "the last of two",
    value: {
      env: [
        { name: "X", value: "1" },
        { name: "X", value: "2" },
      ],
    },
    values: { X: "2" },
  },
  { name: "a ConfigMap", value: { envFrom: [ref("a")] }, values: { ONE: "a", TWO: "a" } },
  { name: "a later ConfigMap", value: { envFrom: [ref("a"), ref("b")] }, values: { ONE: "a", TWO: "b" } },
  { name: "an earlier ConfigMap", value: { envFrom: [ref("b"), ref("a")] }, values: { ONE: "a", TWO: "a" } },
  {
    name: "env before envFrom",
    value: { envFrom: [ref("b")], env: [{ name: "TWO", value: "x" }] },
    values: { TWO: "x" },
  },
  { name: "a prefix", value: { envFrom: [{ ...ref("b"), prefix: "P_" }] }, values: { P_TWO: "b" } },
  { name: "one key", value: { env: [{ name: "X", ...key("a", "ONE") }] }, values: { X: "a" } },
  { name: "a key that is not there", value: { env: [{ name: "X", ...key("a", "NO") }] }, values: { X: undefined } },
  {
    name: "a Secret",
    value: {
      env: [{ name: "X", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }],
      envFrom: [{ secretRef: { name: "s" } }],
    },
    values: { X: undefined },
  },
])("$name", ({ value, values }) => expect(read(value)).toEqual({ values, missing: [] }));

test.each([
  {
    value: { envFrom: [ref("a"), ref("c")] },
    path: ["c", "envFrom", 1, "configMapRef", "name"],
    values: { ONE: "a", TWO: "a" },
  },
  {
    value: { env: [{ name: "X", ...key("c", "TWO") }] },
    path: ["c", "env", 0, "valueFrom", "configMapKeyRef", "name"],
    values: { X: undefined },
  },
])("a ConfigMap of another namespace is missing: $path", ({ value, path, values }) => {
  expect(read(value)).toEqual({ values, missing: [{ name: "c", path }] });
});

test("an optional ConfigMap may be missing", () => {
  expect(read({ envFrom: [{ configMapRef: { name: "c", optional: true } }] })).toEqual({ values: {}, missing: [] });
});

import { describe, expect, test } from "vitest";
import { createOpenApi } from "./openapi.ts";
import { FUNCTION_NAMES } from "./settings.ts";
import { createTestApps } from "./testing.ts";

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { operationId: string; requestBody?: object }>>>>;
}
const documentOf = (name: Parameters<typeof createOpenApi>[0]) => createOpenApi(name) as Document;

describe.each(FUNCTION_NAMES)("%s", (name) => {
  const document = documentOf(name);

  test("describes exactly the paths and methods that the app answers", () => {
    const { routes } = createTestApps().apps[name];
    const answered = routes
      .filter(({ method, path }) => ["GET", "POST"].includes(method) && path !== "/openapi.json")
      // Of notify the same as /receivers/{name}, for all of them.
      .filter(({ path }) => path !== "/" || name === "analyze")
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(answered.toSorted());
  });

  test("names each operation once", () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("refers only to what is there, and is plain JSON", () => {
    const text = JSON.stringify(document);
    expect(JSON.parse(text)).toEqual(document);
    for (const [, ref = ""] of text.matchAll(/"\$ref":"#([^"]+)"/g)) {
      const found = ref
        .split("/")
        .slice(1)
        .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document);
      expect(found).toBeTypeOf("object");
    }
  });
});

test("requests are closed: what the schema does not name is refused", () => {
  const { paths } = documentOf("all");
  for (const path of ["/v1/route", "/v1/render", "/v1/analyze"]) {
    expect(paths[path]?.post?.requestBody).toMatchObject({
      content: { "application/json": { schema: { type: "object", additionalProperties: false } } },
    });
  }
});

test("all functions on one port", () => {
  const all = FUNCTION_NAMES.flatMap((name) => Object.keys(documentOf(name).paths));
  expect(Object.keys(documentOf("all").paths).toSorted()).toEqual([...new Set(all)].toSorted());
});

import { describe, expect, test } from "vitest";
import { createSideBySide } from "./side-by-side.ts";
import { createTestApps, get, post } from "./testing.ts";

describe("all functions on one port", () => {
  const { apps, spans } = createTestApps();
  const { fetch } = createSideBySide(apps);
  const send = (path: string, init?: RequestInit) => fetch(new Request(`http://localhost${path}`, init));

  test.each([
    ["/v1/route", post({ logs: "x" }), 200],
    ["/v1/prompts", get(), 200],
    ["/v1/prompts/tiny.k8s", get(), 200],
    ["/v1/prompts/tiny.k8s/dev", get(), 200],
    ["/v1/render", post({ prompt: "tiny.k8s", variables: { logs: "x" } }), 200],
    ["/v1/analyze", post({ logs: "x" }), 200],
    ["/health/readiness", {}, 200],
    ["/v1/promptsx", get(), 404],
  ])("%s", async (path, init, status) => expect((await send(path, init)).status).toBe(status));

  test("a request has one server span", async () => {
    spans.length = 0;
    await send("/v1/route", post({ logs: "x" }));
    expect(spans.filter(({ kind }) => kind === "server")).toHaveLength(1);
  });
});

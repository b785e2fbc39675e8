import { describe, expect, test } from "vitest";
import { badInputs } from "./bad-inputs.ts";
import { describeFunctions } from "./suite.ts";
import { createTestApps } from "./testing.ts";

describe("apps in this process", () => {
  const { apps, ingress } = createTestApps();
  describeFunctions((to, path, init) => apps[to].request(path, init), { ingress });
});

test("the table names each request once", () => {
  const names = badInputs.map(({ to, name }) => `${to}: ${name}`);
  expect(new Set(names).size).toBe(names.length);
});

import { expect, test } from "vitest";
import { createBreaker, type Health } from "./breaker.ts";

const setUp = () => {
  let now = 0;
  const breaker = createBreaker({ failures: 3, openMs: 1_000 }, () => now);
  return {
    breaker,
    pass: (ms: number) => {
      now += ms;
    },
    call: (...healths: readonly Health[]) => {
      for (const health of healths) breaker.enter()?.settle(health);
    },
  };
};

test.each([
  { name: "new", calls: [], refused: 0 },
  { name: "one failure less than the limit", calls: ["down", "down"], refused: 0 },
  { name: "as many failures as the limit", calls: ["down", "down", "down"], refused: 1_000 },
  { name: "failures that do not follow each other", calls: ["down", "down", "up", "down", "down"], refused: 0 },
  { name: "calls that tell nothing do not count", calls: ["unknown", "unknown", "unknown", "unknown"], refused: 0 },
  { name: "nor do they forgive", calls: ["down", "down", "unknown", "down"], refused: 1_000 },
] as const)("$name", ({ calls, refused }) => {
  const { breaker, call } = setUp();
  call(...calls);
  expect(breaker.refusedForMs()).toBe(refused);
  expect(breaker.enter() === null).toBe(refused > 0);
});

test("lets one probe through after the pause, and nobody beside it", () => {
  const { breaker, call, pass } = setUp();
  call("down", "down", "down");
  pass(999);
  expect(breaker.enter()).toBeNull();
  pass(1);
  expect(breaker.refusedForMs()).toBe(0);
  expect(breaker.enter()?.probe).toBe(true);
  expect(breaker.enter()).toBeNull();
  expect(breaker.refusedForMs()).toBeGreaterThan(0);
});

test.each([
  { name: "a probe that finds the server closes the circuit", health: "up", refused: 0, nextIsProbe: false },
  { name: "a probe that finds none opens it again for the whole time", health: "down", refused: 1_000 },
  { name: "a probe that was called off leaves it to the next", health: "unknown", refused: 0, nextIsProbe: true },
] as const)("$name", ({ health, refused, ...rest }) => {
  const { breaker, call, pass } = setUp();
  call("down", "down", "down");
  pass(1_000);
  call(health);
  expect(breaker.refusedForMs()).toBe(refused);
  expect(breaker.enter()?.probe).toBe("nextIsProbe" in rest ? rest.nextIsProbe : undefined);
});

test("after a success it takes all failures anew", () => {
  const { breaker, call, pass } = setUp();
  call("down", "down", "down");
  pass(1_000);
  call("up", "down", "down");
  expect(breaker.refusedForMs()).toBe(0);
  call("down");
  expect(breaker.refusedForMs()).toBe(1_000);
});

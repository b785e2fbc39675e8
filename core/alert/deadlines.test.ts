import fc from "fast-check";
import { expect, test } from "vitest";
import { deadlinesOf } from "./deadlines.ts";

test("what the defaults come to", () => {
  expect(deadlinesOf({ modelTimeoutMs: 120_000, logsTimeoutMs: 30_000 })).toEqual({
    triageMs: 185_000,
    leaseMs: 190_000,
    waitMs: 195_000,
    eventMs: 380_000,
  });
});

test("a waiting alert outlives the lease, a lease its triage, and an event all of it", () => {
  const limit = fc.nat({ max: 3_600_000 });
  fc.assert(
    fc.property(limit, limit, (modelTimeoutMs, logsTimeoutMs) => {
      const { triageMs, leaseMs, waitMs, eventMs } = deadlinesOf({ modelTimeoutMs, logsTimeoutMs });
      expect(leaseMs).toBeGreaterThan(triageMs);
      expect(waitMs).toBeGreaterThan(leaseMs);
      expect(eventMs).toBeGreaterThanOrEqual(waitMs + triageMs);
    }),
  );
});

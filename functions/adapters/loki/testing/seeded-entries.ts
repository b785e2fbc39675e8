import type { Entry } from "./fake-loki.ts";

const START = 1_795_226_400_000_000_000n;
const MILLISECOND = 1_000_000n;

/** The window that `seededEntries` fills: an hour, in its last quarter of which a database is away. */
export const SEEDED_WINDOW = { start: "2026-11-21T02:00:00Z", end: "2026-11-21T03:00:00Z" } as const;

/** An hour of a shop with a trouble in its last quarter, evenly spread. Equal seeds give equal entries. */
export const seededEntries = (count: number, seed = 1): readonly Entry[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const time = START + (BigInt(index) * 3_600_000n * MILLISECOND) / BigInt(count) + BigInt(random(1000));
    const trouble = index > count * 0.75 && random(3) === 0;
    const container = trouble || random(2) === 0 ? "checkout-api" : "cart";
    const stream = {
      namespace: "shop",
      pod: `${container}-7d9f6c5b8-2xkqp`,
      container,
      node: "node-1",
      job: `shop/${container}`,
      service_name: container,
    };
    return { stream, time, ...(trouble ? troubleOf(random) : routineOf(random)) };
  });
};

const routineOf = (random: Random): Pick<Entry, "line" | "level"> =>
  [
    {
      level: "info",
      line: `level=info msg="request completed" path=/v1/cart/${random(9000)} status=200 ms=${random(90)}`,
    },
    { level: "info", line: `level=info msg="cache refreshed" keys=${random(500)}` },
    { level: "unknown", line: `10.42.0.${random(250)} - - "GET /healthz HTTP/1.1" 200 2 "-" "kube-probe/1.33"` },
    { level: "debug", line: `level=debug msg="pool checked" idle=${random(20)} busy=${random(20)}` },
  ][random(4)]!;

const troubleOf = (random: Random): Pick<Entry, "line" | "level"> =>
  [
    {
      level: "error",
      line: `level=error msg="dial tcp 10.43.12.7:5432: connect: connection refused" attempt=${random(9)}`,
    },
    { level: "warn", line: `level=warn msg="order ${random(90_000)} is tried again in ${random(9)} s"` },
    { level: "unknown", line: `    at checkout (/app/src/checkout.js:${random(200)}:11)` },
  ][random(3)]!;

/** A whole number from 0 to below `below`. */
type Random = (below: number) => number;

const createRandom = (seed: number): Random => {
  let state = seed;
  return (below) => {
    // Numerical Recipes' congruential generator: good enough to spread test data.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

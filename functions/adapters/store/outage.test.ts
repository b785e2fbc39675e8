import { expect, test } from "vitest";
import { StoreFault } from "./fault.ts";
import { createOutage } from "./outage.ts";

const create = () => {
  const logs: string[] = [];
  const clock = { time: 1_000_000 };
  const log = (level: string, message: string): void => void logs.push(`${level}: ${message}`);
  return { clock, logs, outage: createOutage({ now: () => clock.time, log, probeMs: 1_000 }) };
};

test("whoever probes and is cut off before knowing keeps the others away for as long as a probe takes, no longer", () => {
  const { clock, outage } = create();
  outage.enter()?.failed(new StoreFault("timeout"));
  clock.time += 1_000;
  expect(outage.enter()).toBeDefined();
  clock.time += 999;
  expect(outage.enter()).toBeUndefined();
  clock.time += 1;
  expect(outage.enter()).toBeDefined();
});

test("a call from before the outage tells nothing about its end", () => {
  const { clock, logs, outage } = create();
  const early = outage.enter();
  outage.enter()?.failed(new StoreFault("timeout"));
  early?.worked();
  expect(outage.enter()).toBeUndefined();
  clock.time += 1_000;
  outage.enter()?.worked();
  expect(outage.enter()).toBeDefined();
  expect(logs).toEqual([expect.stringMatching(/^warning: .* away/), "info: The store is back."]);
});

test("a probe that finds one wrong value has found the store", () => {
  const { clock, outage } = create();
  outage.enter()?.failed(new StoreFault("timeout"));
  clock.time += 1_000;
  outage.enter()?.failed(new StoreFault("value_invalid"));
  expect(outage.enter()).toBeDefined();
});

import { describe, expect, test } from "vitest";
import { toTime } from "./alert-time.ts";
import { isOver, NO_STATE, parseState, type StormState, withAlert } from "./storm-state.ts";
import { alertOf } from "./testing/alerts.ts";

/** `+a1`: pod a fires since minute 1; `-a1`: that has ended. */
const after = (events: string): StormState =>
  events
    .split(" ")
    .filter(Boolean)
    .reduce((state, event, index) => withAlert(state, known(event), 100 + index), NO_STATE);
const known = (event: string) => ({
  status: event.startsWith("+") ? ("firing" as const) : ("resolved" as const),
  fingerprint: event.slice(1, 2),
  starts_at: toTime(Number(event.slice(2)) * 60_000),
});

describe("when an identity has resolved", () => {
  test.each([
    { events: "+a1", resolvedBy: undefined },
    { events: "+a1 -a1", resolvedBy: 2 },
    { events: "+a1 +b1 -a1", resolvedBy: undefined },
    { events: "+a1 +b1 -a1 -b1", resolvedBy: 4 },
    { events: "+a1 +b1 -a1 -a1 -a1", resolvedBy: undefined },
    { events: "+a1 -a1 +b2", resolvedBy: 2 },
    { events: "-a1", resolvedBy: 1 },
    // An all-clear that comes before its alert, and an alert that comes again after it.
    { events: "-a1 +a1", resolvedBy: 1 },
    { events: "+a1 -a1 +a1", resolvedBy: 2 },
    // An all-clear of an earlier time does not end what fires since.
    { events: "+a2 -a1", resolvedBy: undefined },
    { events: "+a2 -a1 -a2", resolvedBy: 3 },
    { events: "+a1 +a2 -a2", resolvedBy: 3 },
  ])("$events: by event $resolvedBy", ({ events, resolvedBy }) => {
    expect(after(events).resolved_at).toBe(resolvedBy === undefined ? null : 99 + resolvedBy);
  });
});

test.each([
  { events: "-a1", alert: "+a1", over: true },
  { events: "-a2", alert: "+a1", over: true },
  { events: "-a1", alert: "+a2", over: false },
  { events: "-a1", alert: "+b1", over: false },
  { events: "+a1", alert: "+a1", over: false },
])("after $events, $alert is over: $over", ({ events, alert, over }) => {
  expect(isOver(after(events), known(alert))).toBe(over);
});

test("what is known already changes nothing, so that nothing is written", () => {
  for (const event of ["+a1", "-b1", "+b1"]) {
    const state = after("+a1 -b1");
    expect(withAlert(state, known(event), 500)).toBe(state);
  }
});

test("ten thousand pods take no more room than some", () => {
  let state = NO_STATE;
  for (let pod = 0; pod < 10_000; pod++) {
    const one = alertOf({ fingerprint: pod.toString(16).padStart(16, "0") });
    state = withAlert(
      withAlert(state, one, 1),
      { ...one, fingerprint: `f${one.fingerprint.slice(1)}`, status: "resolved" },
      1,
    );
  }
  expect(JSON.stringify(state).length).toBeLessThan(8000);
  expect(isOver(state, alertOf({ fingerprint: `f${(9999).toString(16).padStart(15, "0")}` }))).toBe(true);
});

test.each([
  undefined,
  "",
  "{",
  "null",
  "[]",
  '{"last":{}}',
  '{"last":null,"resolved_at":null,"firing":[[1,2]],"ended":[]}',
])("%j is as nothing", (text) => expect(parseState(text)).toEqual(NO_STATE));

test("reads back what was written", () => {
  const state = after("+a1 +b1 -b1");
  expect(parseState(JSON.stringify(state))).toEqual(state);
});

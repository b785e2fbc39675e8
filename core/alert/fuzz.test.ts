import * as v from "valibot";
import { expect, test } from "vitest";
import { sha256 } from "../../functions/adapters/sha256.ts";
import { problems } from "../../functions/http/problem.ts";
import { toAttributeText } from "../cloud-event.ts";
import { PromptError } from "../error.ts";
import type { AlertFormat } from "./alert.ts";
import { AlertDataSchema } from "./alert-data.ts";
import { EVENT_TYPE } from "./event-type.ts";
import { type ParsedAlerts, parseAlerts } from "./parse-alerts.ts";
import { CAPTURED } from "./testing/captured.ts";
import { mutate } from "./testing/mutate.ts";
import { createRandom } from "./testing/random.ts";
import { toAlertEvent } from "./to-event.ts";

const ROUNDS = 100_000;
const FORMATS: readonly AlertFormat[] = ["alertmanager", "grafana", "ruler"];

const parse = (body: unknown, format: AlertFormat, now: number): ParsedAlerts | PromptError => {
  try {
    return parseAlerts(body, format, now);
  } catch (error) {
    if (error instanceof PromptError) return error;
    throw error;
  }
};

const isAttributeText = (value: unknown): boolean =>
  typeof value === "string" && value !== "" && toAttributeText(value) === value;

test(`${ROUNDS} spoiled bodies: refused as the sender's fault, or valid events`, { timeout: 240_000 }, () => {
  const random = createRandom(20_261_121);
  const bodies = CAPTURED.map(({ text, format, now }) => ({ body: JSON.parse(text) as unknown, format, now }));
  const seen = { refused: 0, partly: 0, whole: 0, events: 0 };
  const wrong: unknown[] = [];
  for (let round = 0; round < ROUNDS && wrong.length === 0; round++) {
    const { body, format: own, now } = random.pick(bodies);
    const format = random.int(20) === 0 ? random.pick(FORMATS) : own;
    const spoiled = mutate(random, body);
    const parsed = parse(spoiled, format, now);
    if (parsed instanceof PromptError) {
      seen.refused++;
      const isClients = Math.floor(problems[parsed.code].status / 100) === 4;
      if (!isClients || parsed.issues.length === 0 || parsed.issues.length > 20 || parsed.message.length > 4000) {
        wrong.push({ round, parsed });
      }
      continue;
    }
    if (parsed.rejected.length > 0) seen.partly++;
    else seen.whole++;
    for (const alert of parsed.alerts) {
      seen.events++;
      const event = toAlertEvent(alert, { sha256, dropLabels: [], candidatePercent: 0 });
      const { bucket, ...texts } = event.extensions;
      const isValid =
        v.is(AlertDataSchema, event.data) &&
        /^[0-9a-f]{16}\.-?\d{1,15}\.(?:firing|resolved)$/.test(event.id) &&
        /^\/[a-z]+\/[\w.~!*'()%-]+\/[\w.~!*'()%-]+$/.test(event.source) &&
        (event.type === EVENT_TYPE.alertFiring || event.type === EVENT_TYPE.alertResolved) &&
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/.test(event.time ?? "") &&
        (event.subject === undefined || isAttributeText(event.subject)) &&
        Object.values(texts).every(isAttributeText) &&
        Number.isInteger(bucket) &&
        Buffer.byteLength(JSON.stringify(event)) < 64_000;
      if (!isValid) wrong.push({ round, event });
    }
  }
  expect(wrong).toEqual([]);
  // The mutations reach each of the ends.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(ROUNDS / 50);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

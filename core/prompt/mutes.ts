import { type Mute, WEEKDAYS } from "./bundle.ts";
import { type DescribeFact, readCondition } from "./condition-parse.ts";
import type { Node } from "./node.ts";
import { all, describe, readFields, readList, readMap, readName, readOneOf, readText } from "./read.ts";
import { show } from "./show.ts";
import { report, type Source } from "./source.ts";
import { readYaml } from "./yaml.ts";

/** Reads `mutes.yaml`: maintenance windows by name. Undefined where any of it could not be read. */
export const readMutes = (source: Source): readonly Mute[] | undefined => {
  const root = readYaml(source);
  const entries = root && readMap(root, "mutes.yaml")?.entries;
  return (
    entries &&
    all(
      entries.map((entry) => {
        const name = readName(entry, "a maintenance window");
        const mute = readMute(entry.value);
        return name === undefined || mute === undefined ? undefined : { name, ...mute };
      }),
    )
  );
};

const MUTE_FACTS: readonly string[] = ["alertname", "namespace", "severity", "cluster"];

const describeFact: DescribeFact = (name) =>
  MUTE_FACTS.includes(name) || /^labels\../.test(name) ? { type: "text" } : undefined;

const readMute = (node: Node): Omit<Mute, "name"> | undefined => {
  const fields = readFields(node, "a maintenance window", ["reason", "when"], ["from", "to", "weekly"]);
  const reason = fields?.reason && readText(fields.reason, "reason", 200);
  const when = fields?.when && readCondition(fields.when, describeFact);
  const window = fields && readWindow(node, fields);
  return reason === undefined || when === undefined || window === undefined ? undefined : { reason, when, window };
};

const readWindow = (
  node: Node,
  { from, to, weekly }: { readonly from?: Node; readonly to?: Node; readonly weekly?: Node },
): Mute["window"] | undefined => {
  if (weekly && !from && !to) return readWeekly(weekly);
  if (weekly || !from || !to)
    return report(node, "field_missing", "a maintenance window has from and to, or weekly. Write one of the two.");
  const [start, end] = [readTime(from, "from"), readTime(to, "to")];
  if (start === undefined || end === undefined) return undefined;
  if (instantOf(start) < instantOf(end)) return { from: start, to: end };
  return report(to, "value_invalid", `${describe(to)}: to is not after from. Correct one of them.`);
};

const readWeekly = (node: Node): Mute["window"] | undefined => {
  const fields = readFields(node, "weekly", ["days", "start", "end"]);
  const items = fields?.days && readList(fields.days, "days", WEEKDAYS.length);
  if (fields?.days && items?.length === 0)
    return report(fields.days, "value_invalid", `"[]": days names no day. Name one, such as sun.`);
  const days = items && all(items.map((item) => readOneOf(item, "day", WEEKDAYS)));
  const start = fields?.start && readClock(fields.start, "start");
  const end = fields?.end && readClock(fields.end, "end");
  return days === undefined || start === undefined || end === undefined ? undefined : { days, start, end };
};

const readTime = (node: Node, what: string): string | undefined => {
  const text = readText(node, what, 40);
  if (text === undefined) return undefined;
  // A day that its month does not have would be read as a later one.
  const local = text.slice(0, "2026-12-01T20:00:00".length);
  const exists = RFC_3339.test(text) && dateOf(`${local}Z`) === local.slice(0, 10) && !Number.isNaN(instantOf(text));
  if (exists) return text;
  return report(node, "value_invalid", `${show(text)}: ${what} is a time with its zone, as in 2026-12-01T20:00:00Z.`);
};

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/;

// biome-ignore lint/style/noRestrictedGlobals: a time with its zone is a function of the text; no clock is asked.
const instantOf = (time: string): number => Date.parse(time);

const dateOf = (time: string): string | undefined => {
  const instant = instantOf(time);
  // biome-ignore lint/style/noRestrictedGlobals: as above.
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString().slice(0, 10);
};

const readClock = (node: Node, what: string): string | undefined => {
  const text = readText(node, what, 10);
  if (text === undefined || /^([01]\d|2[0-3]):[0-5]\d$/.test(text)) return text;
  return report(node, "value_invalid", `${show(text)}: ${what} is hours and minutes in UTC, as in "02:30".`);
};

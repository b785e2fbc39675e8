import { EVENT_TYPE } from "../../alert/event-type.ts";
import type { Manifest, ManifestRule } from "../manifest.ts";
import { parseCesql } from "./eventing-cesql.ts";
import { isTrigger } from "./eventing-places.ts";
import { at, fieldsOf, itemsOf, textOf, warning } from "./serving-value.ts";

/** An answer goes back to the Broker: a Trigger that wants it would feed its subscriber with its own answers. */
export const checkLoop: ManifestRule = (manifest) => {
  if (!isTrigger(manifest)) return [];
  const wanted = replyTypesOf(manifest).find((type) => mayWant(manifest.value.spec, type));
  if (wanted === undefined) return [];
  const what = wanted === UNFORESEEN ? "whatever its subscriber answers" : `${wanted}, which its subscriber answers`;
  return [warning("eventing_loop", ["spec"], `wants ${what}: the answer comes back to it. Add a filter on type.`)];
};

/** Types that the subscriber may answer with; a stranger's is one that no filter names. */
const replyTypesOf = ({ value }: Manifest): readonly string[] => {
  const host = /^https?:\/\/([^/.:]+)/.exec(textOf(at(value, ["spec", "subscriber", "uri"])) ?? "")?.[1];
  const name = textOf(at(value, ["spec", "subscriber", "ref", "name"])) ?? host ?? "";
  // A traffic tag stands before the Service's name.
  if (/^(?:.+-)?(?:notify|dead-letters)$/.test(name)) return [];
  return /^(?:.+-)?analyze$/.test(name) ? ANALYZE_REPLIES : [UNFORESEEN];
};

const ANALYZE_REPLIES = [EVENT_TYPE.triageCompleted, EVENT_TYPE.triageSkipped, EVENT_TYPE.triageFailed];
const UNFORESEEN = "";

const mayWant = (spec: unknown, type: string): boolean => {
  const { filter, filters } = fieldsOf(spec);
  const list = itemsOf(filters);
  if (list.length > 0) return list.every((one) => verdictOf(one, type) !== "no");
  const wanted = textOf(at(filter, ["attributes", "type"])) ?? "";
  return wanted === "" || wanted === type;
};

/** Of an event only its type is known. */
type Verdict = "yes" | "no" | "maybe";

const verdictOf = (filter: unknown, type: string, depth = 0): Verdict => {
  if (depth > MAX_DEPTH) return "maybe";
  const { exact, prefix, suffix, all, any, not, cesql } = fieldsOf(filter);
  if (exact !== undefined) return byType(exact, (wanted) => type === wanted);
  if (prefix !== undefined) return byType(prefix, (wanted) => type.startsWith(wanted));
  if (suffix !== undefined) return byType(suffix, (wanted) => type.endsWith(wanted));
  const inside = (one: unknown): Verdict => verdictOf(one, type, depth + 1);
  if (all !== undefined) return every(itemsOf(all).map(inside));
  if (any !== undefined) return OPPOSITE[every(itemsOf(any).map((one) => OPPOSITE[inside(one)]))];
  if (not !== undefined) return OPPOSITE[inside(not)];
  // An expression is not evaluated: one that looks at the type is trusted.
  const read = parseCesql(textOf(cesql) ?? "");
  return read.ok && read.attributes.includes("type") ? "no" : "maybe";
};

const byType = (values: unknown, test: (wanted: string) => boolean): Verdict => {
  const wanted = textOf(fieldsOf(values).type);
  if (wanted !== undefined && !test(wanted)) return "no";
  return wanted !== undefined && Object.keys(fieldsOf(values)).length === 1 ? "yes" : "maybe";
};

const every = (verdicts: readonly Verdict[]): Verdict => {
  if (verdicts.includes("no")) return "no";
  return verdicts.includes("maybe") ? "maybe" : "yes";
};

const OPPOSITE: Readonly<Record<Verdict, Verdict>> = { yes: "no", no: "yes", maybe: "maybe" };
const MAX_DEPTH = 50;

import { readFileSync } from "node:fs";
import { OPERATORS } from "./builtin/operators.ts";
import { PLAIN } from "./builtin/plain.ts";
import { JOB, WORKLOADS } from "./builtin/workloads.ts";
import { type Schema, withHeader } from "./to-strict-schema.ts";

/** Strict schema of each kind, by its name as in `serving.knative.dev/v1 Service`. */
export const readSchemas = (): Readonly<Record<string, Schema>> => {
  const imported = Object.assign({}, ...GROUPS.map(readGroup)) as Record<string, Schema>;
  const builtin = Object.entries({ ...PLAIN, ...WORKLOADS, ...OPERATORS }).map(([name, fields]) => [
    name,
    withHeader({ type: "object", properties: { ...fields, status: { type: "object" } }, additionalProperties: false }),
  ]);
  return { ...imported, ...Object.fromEntries(builtin), ...toJobSink(imported) };
};

const GROUPS = ["serving", "eventing", "flux", "flagger"];

const readGroup = (name: string): Record<string, Schema> =>
  JSON.parse(readFileSync(new URL(`schemas/${name}.json`, import.meta.url), "utf8"));

/** Its CRD does not look at the Job that it makes. */
const toJobSink = (imported: Readonly<Record<string, Schema>>): Readonly<Record<string, Schema>> => {
  const sink = imported[JOB_SINK];
  const spec = sink?.properties?.spec;
  if (sink === undefined || spec === undefined) return {};
  return {
    [JOB_SINK]: {
      ...sink,
      properties: { ...sink.properties, spec: { ...spec, properties: { ...spec.properties, job: JOB } } },
    },
  };
};

const JOB_SINK = "sinks.knative.dev/v1alpha1 JobSink";

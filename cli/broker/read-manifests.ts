import * as v from "valibot";
import { type Document, LineCounter, parseAllDocuments } from "yaml";
import { defined } from "../../functions/http/defined.ts";
import { toIssues } from "../../functions/http/issues.ts";
import { UsageError } from "../usage-error.ts";
import type { Trigger } from "./broker.ts";
import type { DeliverySpec } from "./delivery.ts";
import { BrokerManifestSchema, type DeliveryManifest, type Destination, TriggerManifestSchema } from "./manifest.ts";

/** A Broker with its Triggers, as `createBroker` takes them. */
export interface BrokerPlan {
  readonly namespace: string;
  readonly name: string;
  readonly delivery?: DeliverySpec | undefined;
  readonly triggers: readonly Trigger[];
}

/**
 * Brokers and Triggers of Knative manifests; other kinds are passed over, so that it may be all that a cluster gets. A
 * Broker that Triggers name need not be among them.
 *
 * @param services URL of each `ref`, by its name.
 * @throws {UsageError} with every fault at its `file:line:column`, one a line.
 */
export const readManifests = (
  text: string,
  file: string,
  services: ReadonlyMap<string, string>,
): readonly BrokerPlan[] => {
  const faults: string[] = [];
  const lines = new LineCounter();
  const plans = new Map<string, { plan: Omit<BrokerPlan, "triggers">; triggers: Trigger[] }>();
  const planOf = (namespace: string, name: string) => {
    const key = `${namespace}/${name}`;
    const found = plans.get(key) ?? { plan: { namespace, name }, triggers: [] };
    plans.set(key, found);
    return found;
  };

  for (const document of parseAllDocuments(text, { lineCounter: lines, prettyErrors: false }) as Document.Parsed[]) {
    const report = (offset: number, message: string): void => {
      const { line, col } = lines.linePos(offset);
      faults.push(`${file}:${line}:${col} ${message}`);
    };
    const reportAt = (path: readonly string[], message: string): void =>
      report(offsetOf(document, path), `/${path.join("/")} ${message}`);

    for (const { pos, message } of document.errors) report(pos[0], message);
    if (document.errors.length > 0) continue;
    const manifest = document.toJS() as unknown;
    const header = v.safeParse(HeaderSchema, manifest);
    if (!header.success || !header.output.apiVersion.startsWith("eventing.knative.dev/")) continue;
    const { apiVersion, kind } = header.output;
    if (kind !== "Trigger" && kind !== "Broker") continue;
    if (apiVersion !== "eventing.knative.dev/v1") {
      reportAt(["apiVersion"], `${apiVersion} is not served. Write eventing.knative.dev/v1.`);
      continue;
    }

    const resolve = (destination: Destination, path: readonly string[]): string => {
      const url = toUrl(destination, services);
      if (url.ok) return url.url;
      reportAt(path, url.fault);
      return "";
    };
    const toDelivery = (delivery: DeliveryManifest | undefined): DeliverySpec | undefined => {
      if (delivery === undefined) return undefined;
      const { deadLetterSink, ...rest } = delivery;
      return {
        ...defined(rest),
        ...(deadLetterSink && { deadLetterSink: resolve(deadLetterSink, ["spec", "delivery", "deadLetterSink"]) }),
      };
    };

    if (kind === "Broker") {
      const broker = check(BrokerManifestSchema, manifest, reportAt);
      if (broker === undefined) continue;
      const { metadata, spec } = broker;
      const found = planOf(metadata.namespace, metadata.name);
      found.plan = { ...found.plan, delivery: toDelivery(spec.delivery) };
    } else {
      const trigger = check(TriggerManifestSchema, manifest, reportAt);
      if (trigger === undefined) continue;
      const { metadata, spec } = trigger;
      const { triggers } = planOf(metadata.namespace, spec.broker);
      if (triggers.some(({ name }) => name === metadata.name))
        reportAt(["metadata", "name"], `${metadata.name} is there twice. Remove one.`);
      triggers.push({
        name: metadata.name,
        filter: spec.filter,
        filters: spec.filters,
        subscriber: resolve(spec.subscriber, ["spec", "subscriber"]),
        delivery: toDelivery(spec.delivery),
      });
    }
  }
  if (faults.length > 0) throw new UsageError(`These manifests are not what a cluster takes:\n${faults.join("\n")}`);
  const found = [...plans.values()].map(({ plan, triggers }) => ({ ...plan, triggers }));
  if (!found.some(({ triggers }) => triggers.length > 0))
    throw new UsageError(`${file} holds no Trigger of eventing.knative.dev/v1. Name a file that does.`);
  return found;
};

const HeaderSchema = v.looseObject({ apiVersion: v.string(), kind: v.string() });

const check = <Schema extends v.GenericSchema>(
  schema: Schema,
  manifest: unknown,
  reportAt: (path: readonly string[], message: string) => void,
): v.InferOutput<Schema> | undefined => {
  const { success, output, issues } = v.safeParse(schema, manifest, { abortPipeEarly: true });
  if (success) return output;
  for (const { pointer, detail } of toIssues(issues).issues)
    reportAt(
      pointer
        .split("/")
        .slice(1)
        .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")),
      detail,
    );
  return undefined;
};

/** Where the value at a path begins; the nearest one above where there is none. */
const offsetOf = (document: Document.Parsed, path: readonly string[]): number => {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
};

/** As Knative resolves a destination: the address of `ref` is what a relative `uri` is relative to. */
const toUrl = (
  { ref, uri }: Destination,
  services: ReadonlyMap<string, string>,
): { ok: true; url: string } | { ok: false; fault: string } => {
  const base = ref && services.get(ref.name);
  if (ref && base === undefined)
    return { ok: false, fault: `${ref.name} has no address. Give it: --service ${ref.name}=http://127.0.0.1:8080` };
  const url = URL.parse(uri ?? "", base);
  if (url && /^https?:$/.test(url.protocol)) return { ok: true, url: url.href };
  return { ok: false, fault: `"${uri}" is no absolute http URL. Write one, or add a ref.` };
};

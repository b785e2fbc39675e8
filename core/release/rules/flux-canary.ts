import type { Finding, ManifestRule } from "../manifest.ts";
import { at, error, fieldsOf, type Path } from "./serving-value.ts";

/** A Canary of Flagger over a Knative Service, whose traffic it then writes itself. */
export const checkCanary: ManifestRule = ({ apiVersion, kind, value, namespace }, tree): readonly Finding[] => {
  if (!apiVersion.startsWith("flagger.app/") || kind !== "Canary") return [];
  const { provider, targetRef, analysis } = fieldsOf(value.spec);
  const findings = ["interval", "threshold"]
    // An analysis may count iterations where there is no traffic to move, but never without these two.
    .filter((name) => analysis !== undefined && at(analysis, [name]) === undefined)
    .map((name) => error("flux_canary_analysis", ["spec", "analysis"], `${name} is missing. Add it.`));
  if (provider !== "knative" || targetRef === undefined) return findings;

  const path: Path = ["spec", "targetRef"];
  const target = fieldsOf(targetRef);
  if (target.apiVersion !== "serving.knative.dev/v1" || target.kind !== "Service")
    findings.push(
      error(
        "flux_canary_target",
        path,
        "must be a Service of serving.knative.dev/v1 where the provider is knative. Correct it.",
      ),
    );
  const service = tree.find(
    (one) =>
      one.apiVersion === "serving.knative.dev/v1" &&
      one.kind === "Service" &&
      one.name === target.name &&
      one.namespace === namespace,
  );
  if (service !== undefined && at(service.value, ["spec", "traffic"]) !== undefined)
    findings.push(
      error(
        "flux_canary_traffic",
        path,
        `${service.name} says its traffic, which Flagger writes as well: they undo each other. Remove spec.traffic there, or this Canary.`,
      ),
    );
  return findings;
};

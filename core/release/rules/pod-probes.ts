import type { Finding, ManifestRule } from "../manifest.ts";
import { type Container, templateOf } from "./serving-template.ts";
import { error, fieldsOf, integerOf, type Path, warning } from "./serving-value.ts";

/** Readiness is asked by queue-proxy, which without a period tries every 50 ms: the fastest start there is. */
export const checkProbes: ManifestRule = function* (manifest) {
  for (const container of templateOf(manifest)?.containers ?? []) {
    for (const name of PROBES) yield* checkHandlers([...container.path, name], fieldsOf(container.value[name]));
    if (!container.sidecar) yield* checkReadiness(container);
  }
};

function* checkHandlers(path: Path, probe: Readonly<Record<string, unknown>>): Iterable<Finding> {
  const handlers = HANDLERS.filter((name) => probe[name] !== undefined && probe[name] !== null);
  if (handlers.length > 1)
    yield error("serving_probe", path, `A probe has one way to ask, not ${handlers.join(" and ")}. Keep one.`);
}

function* checkReadiness({ path, value }: Container): Iterable<Finding> {
  if (value.readinessProbe === undefined) return;
  const probe = fieldsOf(value.readinessProbe);
  const period = integerOf(probe.periodSeconds) ?? 0;
  const base = [...path, "readinessProbe"];
  if (period < 0) {
    yield error("serving_readiness", [...base, "periodSeconds"], `${period} is no period. Leave periodSeconds out.`);
  } else if (period > 0) {
    yield warning(
      "serving_readiness_period",
      [...base, "periodSeconds"],
      `With a period of ${period} s a pod that starts is asked no oftener. Leave periodSeconds out: then it is every 50 ms.`,
    );
  } else {
    for (const name of ["failureThreshold", "timeoutSeconds"] as const)
      if ((integerOf(probe[name]) ?? 0) !== 0)
        yield error(
          "serving_readiness",
          [...base, name],
          `${name} is refused where periodSeconds is absent or 0: queue-proxy has its own. Remove it.`,
        );
  }
}

const PROBES = ["readinessProbe", "livenessProbe", "startupProbe"] as const;
const HANDLERS = ["httpGet", "tcpSocket", "exec", "grpc"] as const;

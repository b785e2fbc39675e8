import type { ManifestRule } from "../manifest.ts";
import { hasFeature } from "./serving-config.ts";
import { templateOf } from "./serving-template.ts";
import { at, error, fieldsOf, itemsOf, type Path } from "./serving-value.ts";

/**
 * What Knative refuses until its ConfigMap `config-features` allows it. Where that, or a KnativeServing of the operator, is
 * among the manifests, it is looked up.
 */
export const checkFeatures: ManifestRule = function* (manifest, tree) {
  const template = templateOf(manifest);
  if (template === undefined) return;
  for (const { path, what, flag } of used(template.spec, [...template.path, "spec"]))
    if (!hasFeature(tree, flag))
      yield error(
        "serving_feature_off",
        path,
        `Knative refuses ${what} unless ${flag} is enabled in ConfigMap config-features. Remove it, or enable that.`,
      );
};

interface Use {
  readonly path: Path;
  readonly what: string;
  readonly flag: string;
}

function* used(spec: Readonly<Record<string, unknown>>, path: Path): Iterable<Use> {
  for (const [field, flag] of Object.entries(POD_FLAGS))
    if (POINTERS.has(field) ? spec[field] != null : isSet(spec[field]))
      yield { path: [...path, field], what: field, flag: PREFIX + flag };
  for (const [index, volume] of itemsOf(spec.volumes).entries())
    for (const [field, flag] of Object.entries(VOLUME_FLAGS))
      if (isSet(fieldsOf(volume)[field]))
        yield { path: [...path, "volumes", index, field], what: `a volume ${field}`, flag: PREFIX + flag };
  for (const [index, container] of itemsOf(spec.containers).entries())
    for (const [place, item] of itemsOf(fieldsOf(container).env).entries())
      for (const field of ["fieldRef", "resourceFieldRef"])
        if (isSet(at(item, ["valueFrom", field])))
          yield {
            path: [...path, "containers", index, "env", place, "valueFrom", field],
            what: field,
            flag: `${PREFIX}fieldref`,
          };
}

/** To Go, false and the empty text are as if absent. An empty list or mapping is not: the webhook refuses it. */
const isSet = (value: unknown): boolean => value != null && value !== false && value !== "";

/** Fields that Go tells from absent whatever they hold. */
const POINTERS: ReadonlySet<string> = new Set(["runtimeClassName", "shareProcessNamespace"]);

const PREFIX = "kubernetes.podspec-";

const POD_FLAGS: Readonly<Record<string, string>> = {
  affinity: "affinity",
  dnsConfig: "dnsconfig",
  dnsPolicy: "dnspolicy",
  hostAliases: "hostaliases",
  hostIPC: "hostipc",
  hostNetwork: "hostnetwork",
  hostPID: "hostpid",
  initContainers: "init-containers",
  nodeSelector: "nodeselector",
  priorityClassName: "priorityclassname",
  runtimeClassName: "runtimeclassname",
  schedulerName: "schedulername",
  securityContext: "securitycontext",
  shareProcessNamespace: "shareprocessnamespace",
  tolerations: "tolerations",
  topologySpreadConstraints: "topologyspreadconstraints",
};

const VOLUME_FLAGS: Readonly<Record<string, string>> = {
  csi: "volumes-csi",
  ephemeral: "volumes-ephemeral",
  hostPath: "volumes-hostpath",
  image: "volumes-image",
  persistentVolumeClaim: "persistent-volume-claim",
};

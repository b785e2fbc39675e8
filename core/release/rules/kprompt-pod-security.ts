import { show } from "../../prompt/show.ts";
import type { ManifestRule } from "../manifest.ts";
import { isOurs } from "./kprompt-function.ts";
import { at, error, nearestPath } from "./serving-value.ts";

const ENFORCE = "pod-security.kubernetes.io/enforce";

export const checkPodSecurity: ManifestRule = function* (manifest) {
  if (!isOurs(manifest) || manifest.kind !== "Namespace") return;
  const path = ["metadata", "labels", ENFORCE];
  const level = at(manifest.value, path);
  if (level === "restricted") return;
  const said =
    level === undefined ? `The label ${ENFORCE} is missing` : `${show(level)} lets pods have more than ours need`;
  yield error("kprompt_pod_security", nearestPath(manifest.value, path), `${said}. Write ${ENFORCE}: restricted.`);
};

import { show } from "../../prompt/show.ts";
import type { Finding, ManifestRule } from "../manifest.ts";
import { type Container, type Template, templateOf } from "./serving-template.ts";
import { error, fieldsOf, itemsOf, textOf } from "./serving-value.ts";

/** Each volume is mounted, each mount has its volume, and none hides what the pod needs. */
export const checkVolumes: ManifestRule = function* (manifest) {
  const template = templateOf(manifest);
  if (template === undefined) return;
  const mounted = new Set(
    [...template.containers.map(({ value }) => value), ...itemsOf(template.spec.initContainers).map(fieldsOf)].flatMap(
      ({ volumeMounts }) => itemsOf(volumeMounts).map((mount) => fieldsOf(mount).name),
    ),
  );
  const seen = new Set<string>();
  for (const [index, name] of namesOf(template).entries()) {
    if (name === undefined) continue;
    const path = [...template.path, "spec", "volumes", index, "name"];
    if (seen.has(name)) yield error("serving_volume", path, `${show(name)} is a volume twice. Rename one.`);
    else if (!mounted.has(name))
      yield error("serving_volume", path, `${show(name)} is mounted nowhere. Add a volumeMount, or remove the volume.`);
    seen.add(name);
  }
  for (const container of template.containers) yield* checkMounts(container, seen);
};

const namesOf = ({ spec }: Template): readonly (string | undefined)[] =>
  itemsOf(spec.volumes).map((volume) => textOf(fieldsOf(volume).name));

function* checkMounts({ path, value }: Container, volumes: ReadonlySet<string>): Iterable<Finding> {
  const places = new Set<string>();
  for (const [index, item] of itemsOf(value.volumeMounts).entries()) {
    const mount = [...path, "volumeMounts", index];
    const name = textOf(fieldsOf(item).name);
    const place = textOf(fieldsOf(item).mountPath);
    if (name !== undefined && !volumes.has(name))
      yield error("serving_mount", [...mount, "name"], `${show(name)} is no volume of the pod. Add it to volumes.`);
    if (place === undefined) continue;
    const clean = cleanPath(place);
    if (!place.startsWith("/"))
      yield error("serving_mount", [...mount, "mountPath"], `${show(place)} is not absolute. Begin it with a slash.`);
    else if (RESERVED.includes(clean))
      yield error(
        "serving_mount",
        [...mount, "mountPath"],
        `${show(place)} is a path that Knative keeps. Mount the volume somewhere else.`,
      );
    else if (places.has(clean))
      yield error(
        "serving_mount",
        [...mount, "mountPath"],
        `Something is mounted at ${show(place)} already. Move one.`,
      );
    places.add(clean);
  }
}

/** Without `.`, `..` and slashes that change nothing. */
export const cleanPath = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
};

const RESERVED: readonly string[] = ["/", "/dev", "/dev/log"];

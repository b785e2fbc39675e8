import type { Finding, Manifest, ManifestRule } from "../manifest.ts";
import { placesOf } from "./eventing-places.ts";
import { at, error, type Path, textOf, warning } from "./serving-value.ts";

/** A `uri` beside a `ref` is a path of it, and one alone is a whole address. */
export const checkUri: ManifestRule = (manifest) =>
  destinationsOf(manifest).flatMap((path): readonly Finding[] => {
    const uri = textOf(at(manifest.value, [...path, "uri"]));
    if (uri === undefined || uri === "") return [];
    const hasRef = at(manifest.value, [...path, "ref"]) !== undefined;
    const isAbsolute = /^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(uri);
    const report = (message: string, find = error) => [
      find("eventing_uri", [...path, "uri"], `${JSON.stringify(uri)} ${message}`),
    ];
    if (isAbsolute) {
      if (!hasRef) return [];
      return report("is an absolute URL beside a ref. Remove one of the two, or write the path alone.");
    }
    if (!hasRef)
      return report("is no absolute URL, and there is no ref whose path it could be. Add one, or write http://….");
    if (uri.startsWith("/")) return [];
    return report(
      `has no slash at its beginning, so that it takes the place of the path's last part. Write /${uri}.`,
      warning,
    );
  });

const destinationsOf = (manifest: Manifest): readonly Path[] =>
  placesOf(manifest).flatMap(({ what, path }): readonly Path[] => {
    if (what === "destination") return [path];
    if (what === "step") return [path, [...path, "delivery", "deadLetterSink"]];
    return what === "delivery" ? [[...path, "deadLetterSink"]] : [];
  });

import { show } from "../../prompt/show.ts";
import type { ManifestRule } from "../manifest.ts";
import { parseImageReference } from "./image-reference.ts";
import { templateOf } from "./serving-template.ts";
import { error, textOf, warning } from "./serving-value.ts";

export const checkImages: ManifestRule = function* (manifest) {
  for (const { path, value } of templateOf(manifest)?.containers ?? []) {
    const text = textOf(value.image) ?? "";
    const image = parseImageReference(text);
    if (text === "") yield error("serving_image", path, "The container has no image. Add it, by digest.");
    else if (image === undefined)
      yield error(
        "serving_image",
        [...path, "image"],
        `${show(text)} is no image reference that Knative reads. Write registry/name@sha256:<64 hex digits>.`,
      );
    else if (image.digest === undefined)
      yield warning(
        "serving_image_tag",
        [...path, "image"],
        `${show(text)} has no digest: Knative looks the tag up once, when it makes the revision. Add @sha256:….`,
      );
  }
};

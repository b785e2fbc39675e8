import { show } from "../../prompt/show.ts";
import type { ManifestRule } from "../manifest.ts";
import { parseImageReference } from "./image-reference.ts";
import { isOurs } from "./kprompt-function.ts";
import { at, error, fieldsOf, itemsOf, textOf, warning } from "./serving-value.ts";

/** Images of whatever we run: by digest, and by one that exists. */
export const checkOurImages: ManifestRule = function* (manifest) {
  if (!isOurs(manifest)) return;
  for (const list of ["containers", "initContainers"]) {
    const base = ["spec", "template", "spec", list];
    for (const [index, container] of itemsOf(at(manifest.value, base)).entries()) {
      const text = textOf(fieldsOf(container).image);
      const image = text === undefined ? undefined : parseImageReference(text);
      const path = [...base, index, "image"];
      if (image === undefined) continue;
      if (image.digest === undefined)
        yield error(
          "kprompt_image_tag",
          path,
          `${show(text)} has no digest: what runs would depend on when it was pulled. Add @sha256:….`,
        );
      else if (/^0+$/.test(image.digest))
        yield warning(
          "kprompt_image_unpublished",
          path,
          `${show(text?.split("@")[0])} has the digest of zeros, which no image has. Publish the image and write its digest.`,
        );
    }
  }
};

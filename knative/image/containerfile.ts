import { USER_ID } from "./base-files.ts";
import type { Image, Origin } from "./image.ts";

/** Beside a folder `root/`, which holds every file of the image: nothing is run, so that nothing depends on the builder. */
export const createContainerfile = (image: Image, origin: Origin): string =>
  [
    "FROM scratch",
    "COPY root/ /",
    ...Object.entries(createLabels(image, origin)).map(([name, value]) => `LABEL ${name}=${JSON.stringify(value)}`),
    ...(image.tellsCommit ? createEnvironment(origin) : []),
    ...(image.workdir === undefined ? [] : [`WORKDIR ${image.workdir}`]),
    `USER ${USER_ID}:${USER_ID}`,
    `ENTRYPOINT ${JSON.stringify(image.entrypoint)}`,
    "",
  ].join("\n");

/** Seconds since 1970: the time of everything in the image. */
export const toTimestamp = ({ provenance: { committed_at } }: Origin): number =>
  committed_at === null ? 0 : Date.parse(committed_at) / 1000;

export const CONTENT_LABEL = "dev.kprompt.content-sha256";

const createLabels = (image: Image, origin: Origin): Readonly<Record<string, string>> => ({
  "org.opencontainers.image.title": image.title,
  "org.opencontainers.image.source": origin.source,
  "org.opencontainers.image.revision": origin.provenance.git_sha,
  "org.opencontainers.image.version": origin.version,
  "org.opencontainers.image.created": new Date(toTimestamp(origin) * 1000).toISOString().replace(".000Z", "Z"),
  "org.opencontainers.image.licenses": image.licenses,
  "dev.kprompt.bundle-sha256": origin.bundle_sha256,
  [CONTENT_LABEL]: origin.content_sha256,
  "dev.kprompt.debian": image.debian.map((name) => `${name}=${origin.debian[name]}`).join(" "),
});

/** Without Git in the image, the command line could not know. */
const createEnvironment = (origin: Origin): readonly string[] =>
  origin.provenance.committed_at === null
    ? []
    : [`ENV GIT_SHA=${origin.provenance.git_sha}`, `ENV SOURCE_DATE_EPOCH=${toTimestamp(origin)}`];

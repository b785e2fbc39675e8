import { expect, test } from "vitest";
import { parseImageReference } from "./image-reference.ts";

const hex = "0123456789abcdef".repeat(4);

test.each([
  { text: "kprompt", registry: "", repository: "kprompt", tag: undefined, digest: undefined },
  { text: "kprompt:1", registry: "", repository: "kprompt", tag: "1", digest: undefined },
  { text: "ghcr.io/a/b:v1.2_3", registry: "ghcr.io", repository: "a/b", tag: "v1.2_3", digest: undefined },
  { text: `ghcr.io/a/b@sha256:${hex}`, registry: "ghcr.io", repository: "a/b", tag: undefined, digest: hex },
  { text: `ghcr.io/a/b:1@sha256:${hex}`, registry: "ghcr.io", repository: "a/b", tag: "1", digest: hex },
  { text: "localhost/ab", registry: "localhost", repository: "ab", tag: undefined, digest: undefined },
  { text: "host:5000/ab", registry: "host:5000", repository: "ab", tag: undefined, digest: undefined },
  { text: "host/ab", registry: "", repository: "host/ab", tag: undefined, digest: undefined },
])("$text is read", ({ text, ...parts }) => expect(parseImageReference(text)).toEqual(parts));

test.each([
  "",
  "x",
  "ghcr.io/x",
  "ghcr.io/",
  "Kprompt",
  "ghcr.io/a b",
  "kprompt:",
  "kprompt:a/b:",
  "kprompt:a b",
  `kprompt:${"t".repeat(129)}`,
  `kprompt@sha256:${hex.slice(1)}`,
  `kprompt@sha256:${hex.toUpperCase()}`,
  `kprompt@sha512:${hex}`,
  `kprompt@sha256:${hex}@sha256:${hex}`,
  "kprompt\n",
])('"%s" is no reference', (text) => expect(parseImageReference(text)).toBeUndefined());

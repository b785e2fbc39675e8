import type { DocumentOptions, ParseOptions, ScalarTag, SchemaOptions } from "yaml";

/** Octal of YAML 1.2, which Go's parser reads beside that of 1.1. */
const OCTAL: ScalarTag = {
  tag: "tag:yaml.org,2002:int",
  default: true,
  identify: () => false,
  test: /^[-+]?0o[0-7]+$/,
  resolve: (text) => Number(text.replace(/^[-+]/, "")) * (text.startsWith("-") ? -1 : 1),
};

/** What the API server's parser leaves a text. */
const NOT_READ = /^tag:yaml\.org,2002:(?:binary|omap|pairs|set|timestamp)$/;

/** Reads YAML as the API server does: as 1.1, but without times of day and dates. */
export const YAML_OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  version: "1.1",
  merge: true,
  prettyErrors: false,
  // A mapping as a key becomes a text, which the check then reports.
  logLevel: "error",
  customTags: (tags) => [
    OCTAL,
    ...tags.filter(
      (tag) => typeof tag === "string" || !(NOT_READ.test(tag.tag) || ("format" in tag && tag.format === "TIME")),
    ),
  ],
};

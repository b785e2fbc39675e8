/** One document of a rendered tree, as YAML or JSON gave it: nothing about its shape is known but these names. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** null: it says none. */
  readonly namespace: string | null;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What a rule says of a manifest. */
export interface Finding {
  /** Closed, stable name of the rule, such as `serving_traffic_sum`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** JSON pointer (RFC 6901) into the manifest; where the value is missing, to what lacks it. */
  readonly pointer: string;
  /** What is wrong, with the offending text, and what to do. */
  readonly message: string;
}

/** Looks at one manifest, beside all that are applied with it. It never throws, whatever the manifest holds. */
export type ManifestRule = (manifest: Manifest, tree: readonly Manifest[]) => Iterable<Finding>;

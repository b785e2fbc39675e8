/** A JSON schema, as far as the check uses it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly [keyword: string]: unknown;
}

/** The root of a kind: what every object has, which no CRD describes. `metadata` has rules of its own. */
export const withHeader = ({ properties, required = [], ...rest }: Schema): Schema => ({
  ...rest,
  properties: { ...properties, ...HEADER },
  required: [...new Set(["apiVersion", "kind", "metadata", ...required])],
});

/**
 * The structural schema of a CRD as the API server applies it with strict field validation: a field that it does not
 * name is refused, where it would otherwise be dropped without a word.
 */
export const toStrictSchema = (schema: Schema, closes = true): Schema => {
  const { "x-kubernetes-int-or-string": isIntOrString, "x-kubernetes-embedded-resource": isEmbedded } = schema;
  const keepsUnknown = schema["x-kubernetes-preserve-unknown-fields"] === true;
  const strict: Record<string, unknown> = {};
  for (const keyword of KEPT) if (schema[keyword] !== undefined) strict[keyword] = schema[keyword];

  if (isIntOrString === true) strict.type = ["integer", "string"];
  if (strict.type !== undefined && schema.nullable === true) {
    strict.type = [strict.type, "null"].flat();
    if (Array.isArray(strict.enum)) strict.enum = [...strict.enum, null];
  }

  if (schema.properties !== undefined) {
    strict.properties = {
      ...(isEmbedded === true && HEADER),
      ...Object.fromEntries(
        Object.entries(schema.properties).map(([name, one]) => [name, toStrictSchema(one, closes)]),
      ),
    };
  }
  // What has a default is filled in before it is missed.
  const required = (schema.required ?? []).filter((name) => schema.properties?.[name]?.default === undefined);
  if (required.length > 0) strict.required = required;
  if (typeof schema.additionalProperties === "object") {
    strict.additionalProperties = toStrictSchema(schema.additionalProperties, closes);
  } else if (schema.properties !== undefined && !keepsUnknown && closes) strict.additionalProperties = false;
  if (schema.items !== undefined) strict.items = toStrictSchema(schema.items, closes);

  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    const branches = schema[keyword];
    if (!Array.isArray(branches) || isIntOrString === true) continue;
    strict[keyword] = branches.map((one: Schema) => toStrictSchema(one, false));
  }
  if (schema.not !== undefined) strict.not = toStrictSchema(schema.not as Schema, false);
  return strict;
};

const HEADER: Readonly<Record<string, Schema>> = {
  apiVersion: { type: "string" },
  kind: { type: "string" },
  metadata: { type: "object" },
};

const KEPT = [
  ...["type", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "multipleOf"],
  ...["minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"],
];

import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { nearest } from "../../core/nearest.ts";
import type { Finding, Manifest } from "../../core/release/manifest.ts";
import { readSchemas } from "./schemas.ts";

/** Holds manifests against the strict schema of their kind. Each schema is compiled when its first manifest comes. */
export const createSchemaCheck = (): ((manifest: Manifest) => readonly Finding[]) => {
  const schemas = readSchemas();
  const kinds = Object.keys(schemas);
  const compiled = new Map<string, ValidateFunction>();
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true, validateFormats: false });

  return ({ apiVersion, kind, value }) => {
    const name = `${apiVersion} ${kind}`;
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (schema === undefined) return [toUnknownKind(apiVersion, kind, kinds)];
    const validate = compiled.get(name) ?? ajv.compile(schema);
    compiled.set(name, validate);
    validate(value);
    // Of alternatives only the sum counts: that one of them does not fit is no fault.
    const errors = (validate.errors ?? []).filter(({ schemaPath }) => !/\/(?:anyOf|oneOf|not)\/./.test(schemaPath));
    return errors.map(toFinding);
  };
};

const toUnknownKind = (apiVersion: string, kind: string, kinds: readonly string[]): Finding => {
  const [group = ""] = apiVersion.split("/");
  const found = { pointer: "/kind", severity: "error" } as const;
  if (/^[a-z]+\.internal\.knative\.dev$/.test(group)) {
    const message = `${kind} of ${group} is written by Knative's controllers. Remove it.`;
    return { ...found, code: "schema_kind_internal", message };
  }
  const inGroup = kinds.filter(
    (one) => one.split(/[/ ]/)[0] === group && one.includes("/") === apiVersion.includes("/"),
  );
  const versions = inGroup.filter((one) => one.endsWith(` ${kind}`)).map((one) => one.split(" ")[0] ?? "");
  if (apiVersion.includes("/") && versions.length > 0) {
    const message = `${apiVersion} is not served for ${kind}. Write ${versions.join(" or ")}.`;
    return { ...found, code: "schema_version_unknown", pointer: "/apiVersion", message };
  }
  const known = inGroup.length > 0 ? inGroup : kinds;
  const message = `${kind} of ${apiVersion} is no kind that is known here: only its metadata is checked. Known: ${known.join(", ")}.`;
  return { ...found, code: "schema_kind_unknown", severity: "warning", message };
};

const toFinding = (fault: ErrorObject): Finding => {
  const { keyword, instancePath, params, parentSchema, data } = fault;
  const found = { severity: "error", pointer: instancePath } as const;
  if (keyword === "additionalProperties") {
    const name = String(params.additionalProperty);
    const known = Object.keys(parentSchema?.properties ?? {}).toSorted();
    const meant = nearest(name, known);
    const help = meant === undefined ? `There is: ${known.join(", ")}.` : `Write ${meant}, or remove it.`;
    const pointer = `${instancePath}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return { ...found, code: "schema_field_unknown", pointer, message: `${show(name)} is no field here. ${help}` };
  }
  if (keyword === "required")
    return { ...found, code: "schema_field_missing", message: `${params.missingProperty} is missing. Add it.` };
  if (keyword === "type") {
    const wanted = [parentSchema?.type ?? params.type].flat().map((one: string) => NOUNS[one] ?? one);
    const help = wanted.includes("a text") && typeof data !== "object" ? "Quote it." : "Correct it.";
    return { ...found, code: "schema_type", message: `must be ${wanted.join(" or ")}, not ${show(data)}. ${help}` };
  }
  return { ...found, code: "schema_value", message: `${show(data)} ${describe(fault)}` };
};

const describe = ({ keyword, params, parentSchema, message }: ErrorObject): string => {
  if (keyword === "enum") return `is none of ${params.allowedValues.join(", ")}. Write one of them.`;
  if (keyword === "pattern") return `does not match ${parentSchema?.pattern}. Correct it.`;
  if (/^(?:anyOf|oneOf|not)$/.test(keyword)) return "has none of the forms that are allowed here. Correct it.";
  return `${message}. Correct it.`;
};

const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN).toWellFormed()}…`;
};

const MAX_SHOWN = 60;

const NOUNS: Readonly<Record<string, string>> = {
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  object: "a mapping",
  array: "a list",
  null: "null",
};

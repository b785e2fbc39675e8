import type { Finding, Manifest, ManifestRule } from "../manifest.ts";
import { type Environment, environmentOf } from "./environment.ts";
import { type Container, isServing, servingContainerOf, type Template, templateOf } from "./serving-template.ts";
import { at, type Path, textOf } from "./serving-value.ts";

/** A setting as the functions declare it: what rules must know of it. */
export interface KnownSetting {
  readonly name: string;
  readonly default: string | null;
  /** Functions that read it. */
  readonly functions: readonly string[];
  readonly type: {
    readonly kind: string;
    readonly min?: number;
    readonly max?: number;
    readonly of?: string | readonly string[];
  };
}

/** One of our functions, as its Service describes it. */
export interface KpromptFunction {
  readonly component: Component;
  readonly manifest: Manifest;
  readonly template: Template;
  readonly container: Container;
  readonly environment: Environment;
  /** As the function will read it, its default where nothing sets it; undefined where it has none or cannot be told. */
  readonly setting: (name: string) => string | undefined;
  /** undefined also where it is no whole number. */
  readonly number: (name: string) => number | undefined;
  /** Whether anything sets it, be it to a value that cannot be told. An empty variable sets nothing. */
  readonly isSet: (name: string) => boolean;
  /** Where it is set, else the container. */
  readonly placeOf: (name: string) => Path;
}

export const COMPONENTS = ["ingest", "route", "render", "analyze", "notify", "dead-letters"] as const;
export type Component = (typeof COMPONENTS)[number];

export const PART_OF = "app.kubernetes.io/part-of";
export const COMPONENT = "app.kubernetes.io/component";

export const isOurs = ({ value }: Manifest): boolean => at(value, ["metadata", "labels", PART_OF]) === "kprompt";

/** Undefined where the manifest is no Service of ours, or says not which function it is. */
export const functionOf = (
  manifest: Manifest,
  tree: readonly Manifest[],
  settings: readonly KnownSetting[],
): KpromptFunction | undefined => {
  const label = at(manifest.value, ["metadata", "labels", COMPONENT]);
  const component = COMPONENTS.find((one) => one === label);
  const template = templateOf(manifest);
  const container = template && servingContainerOf(template);
  if (!isOurs(manifest) || !isServing(manifest, "Service") || !component || !template || !container) return undefined;

  const environment = environmentOf(container, manifest.namespace, tree);
  const isSet = (name: string): boolean => {
    const variable = environment.variables.get(name);
    return variable !== undefined && variable.value !== "";
  };
  const setting = (name: string): string | undefined =>
    isSet(name)
      ? environment.variables.get(name)?.value
      : (settings.find((one) => one.name === name)?.default ?? undefined);
  const number = (name: string): number | undefined => {
    const text = setting(name);
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  };
  const placeOf = (name: string): Path => environment.variables.get(name)?.path ?? container.path;
  return { component, manifest, template, container, environment, setting, number, isSet, placeOf };
};

/** The function by whose code it runs: dead letters are taken by notify. */
export const codeOf = ({ component }: KpromptFunction): string => (component === "dead-letters" ? "notify" : component);

/** All functions of a tree, or of one namespace of it. */
export const functionsOf = (
  tree: readonly Manifest[],
  settings: readonly KnownSetting[],
  namespace?: string | null,
): readonly KpromptFunction[] =>
  tree
    .filter((manifest) => namespace === undefined || manifest.namespace === namespace)
    .map((manifest) => functionOf(manifest, tree, settings))
    .filter((one) => one !== undefined);

export type FunctionRule = (one: KpromptFunction, tree: readonly Manifest[]) => Iterable<Finding>;

/** A rule for our functions alone. */
export const forFunctions =
  (settings: readonly KnownSetting[], rule: FunctionRule, ...components: readonly Component[]): ManifestRule =>
  (manifest, tree) => {
    const one = functionOf(manifest, tree, settings);
    return one && (components.length === 0 || components.includes(one.component)) ? rule(one, tree) : [];
  };

/** An annotation of the Service itself. */
export const annotationOf = ({ manifest }: KpromptFunction, name: string): string | undefined =>
  textOf(at(manifest.value, ["metadata", "annotations", name]));

import { nearest } from "../../nearest.ts";
import { show } from "../../prompt/show.ts";
import type { Finding, ManifestRule } from "../manifest.ts";
import { type Annotation, AUTOSCALING_VALUES, type Reading } from "./serving-autoscaling-values.ts";
import { configOf } from "./serving-config.ts";
import { isServing, type Template, templateOf } from "./serving-template.ts";
import { at, error, fieldsOf, integerOf, type Path, textOf, warning } from "./serving-value.ts";

const PREFIX = "autoscaling.knative.dev/";

/** The text of an annotation of the autoscaler, by either of its spellings: `max-scale` or `maxScale`. */
export const scalingOf = (annotations: Template["annotations"], name: Annotation): string | undefined =>
  textOf(annotations[keyOf(annotations, name)]);

/** Annotations of the autoscaler: that they stand where they work, are known, hold a value, and agree. */
export const checkAutoscaling: ManifestRule = function* (manifest, tree) {
  if (isServing(manifest, "Service", "Configuration", "Route"))
    for (const key of Object.keys(fieldsOf(at(manifest.value, ["metadata", "annotations"]))))
      if (key.startsWith(PREFIX.slice(0, -1)))
        yield error(
          "serving_autoscaling_place",
          ["metadata", "annotations", key],
          `${key} is refused here. ${manifest.kind === "Route" ? "Remove it." : "Move it to spec.template.metadata.annotations."}`,
        );
  const template = templateOf(manifest);
  if (template === undefined) return;
  const { annotations } = template;
  const path = [...template.path, "metadata", "annotations"];
  yield* checkKnown(annotations, path);
  yield* checkValues(annotations, path, configOf(tree, "autoscaler", ZERO_INITIAL).includes("true"));
  yield* checkMetric(annotations, path);
  yield* checkScales(annotations, path);
  yield* checkTarget(template, path);
};

function* checkKnown(annotations: Template["annotations"], path: Path): Iterable<Finding> {
  for (const key of Object.keys(annotations)) {
    if (!key.startsWith(PREFIX)) continue;
    const name = key.slice(PREFIX.length);
    if (NAMES.some((known) => known === name || toCamel(known) === name)) continue;
    const close = nearest(toKebab(name), NAMES);
    yield close === undefined
      ? warning("serving_autoscaling_unknown", [...path, key], `Knative knows no ${key} and ignores it. Remove it.`)
      : error("serving_autoscaling_unknown", [...path, key], `Knative ignores ${key}. Write ${PREFIX}${close}.`);
  }
}

const ZERO_INITIAL = "allow-zero-initial-scale";

function* checkValues(annotations: Template["annotations"], path: Path, mayBeginWithNone: boolean): Iterable<Finding> {
  for (const name of NAMES) {
    const text = scalingOf(annotations, name);
    if (text === undefined || (mayBeginWithNone && name === "initial-scale" && text === "0")) continue;
    const { holds, is }: Reading = AUTOSCALING_VALUES[name];
    const key = keyOf(annotations, name);
    if (!holds(text)) yield error("serving_autoscaling_value", [...path, key], `${show(text)}: ${name} is ${is}.`);
  }
}

function* checkMetric(annotations: Template["annotations"], path: Path): Iterable<Finding> {
  const metric = scalingOf(annotations, "metric");
  const scaler = scalingOf(annotations, "class") ?? KPA;
  const key = keyOf(annotations, "metric");
  if (metric === undefined) return;
  if (scaler === KPA && !KPA_METRICS.includes(metric))
    yield error(
      "serving_autoscaling_metric",
      [...path, key],
      `${show(metric)}: the class ${KPA} scales by concurrency or rps. Use one, or the class ${HPA}.`,
    );
  if (scaler === HPA && KPA_METRICS.includes(metric))
    yield error(
      "serving_autoscaling_metric",
      [...path, key],
      `${show(metric)}: the class ${HPA} scales by cpu or memory. Use one, or the class ${KPA}.`,
    );
}

function* checkScales(annotations: Template["annotations"], path: Path): Iterable<Finding> {
  const [min, max, activation] = (["min-scale", "max-scale", "activation-scale"] as const).map((name) => {
    const text = scalingOf(annotations, name);
    return text !== undefined && AUTOSCALING_VALUES[name].holds(text) ? Number(text) : undefined;
  });
  // 0 is no limit.
  const limit = max === 0 ? undefined : max;
  if (limit !== undefined && min !== undefined && limit < min)
    yield error(
      "serving_autoscaling_scale",
      [...path, keyOf(annotations, "max-scale")],
      `max-scale ${limit} is less than min-scale ${min}. Correct one of them.`,
    );
  if (activation === undefined) return;
  const key = keyOf(annotations, "activation-scale");
  if (min !== undefined && activation < min)
    yield error(
      "serving_autoscaling_scale",
      [...path, key],
      `activation-scale ${activation} is less than min-scale ${min}. Correct one of them.`,
    );
  if (limit !== undefined && activation > limit)
    yield error(
      "serving_autoscaling_scale",
      [...path, key],
      `activation-scale ${activation} is more than max-scale ${limit}. Correct one of them.`,
    );
}

function* checkTarget({ annotations, spec }: Template, path: Path): Iterable<Finding> {
  const target = Number(scalingOf(annotations, "target") ?? Number.NaN);
  const limit = integerOf(spec.containerConcurrency) ?? 0;
  if (limit > 0 && target > limit && (scalingOf(annotations, "metric") ?? "concurrency") === "concurrency")
    yield warning(
      "serving_autoscaling_target",
      [...path, keyOf(annotations, "target")],
      `target ${target} is above containerConcurrency ${limit}, and the smaller one counts. Lower it, or remove it.`,
    );
}

const keyOf = (annotations: Template["annotations"], name: Annotation): string =>
  [name, toCamel(name)].map((one) => PREFIX + one).find((key) => Object.hasOwn(annotations, key)) ?? PREFIX + name;

const toCamel = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const toKebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const NAMES = Object.keys(AUTOSCALING_VALUES) as readonly Annotation[];
const KPA = "kpa.autoscaling.knative.dev";
const HPA = "hpa.autoscaling.knative.dev";
const KPA_METRICS: readonly string[] = ["concurrency", "rps"];

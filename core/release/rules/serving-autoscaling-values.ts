import { HOUR, parseGoDuration, SECOND } from "./go-duration.ts";

export interface Reading {
  readonly holds: (text: string) => boolean;
  /** Ends the sentence "max-scale is …". */
  readonly is: string;
}

const integer = (min: number): Reading => ({
  holds: (text) => /^[+-]?\d+$/.test(text) && Number(text) >= min && Number(text) <= MAX_INT32,
  is: `an integer from ${min}`,
});

const number = (is: string, fits: (value: number) => boolean): Reading => ({
  holds: (text) => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) && fits(Number(text)),
  is,
});

const between = (min: number, max: number): Reading =>
  number(`a number from ${min} to ${max}`, (value) => value >= min && value <= max);

const duration = (min: string, max: string, seconds: boolean): Reading => ({
  holds: (text) => {
    const value = parseGoDuration(text);
    return value !== undefined && isBetween(value, min, max) && (!seconds || value % SECOND === 0);
  },
  is: `a duration from ${min} to ${max}${seconds ? " in whole seconds" : ""}, such as 90s`,
});

const oneOf = (values: readonly string[], is: string): Reading => ({ holds: (text) => values.includes(text), is });

const isBetween = (value: number, min: string, max: string): boolean =>
  value >= (parseGoDuration(min) ?? 0) && value <= (parseGoDuration(max) ?? HOUR);

const MAX_INT32 = 2 ** 31 - 1;

/** What the autoscaler's annotations on a template may hold, as Knative 1.23 validates them. */
export const AUTOSCALING_VALUES = {
  // Other classes are somebody else's; those of Knative's own domain are two.
  class: {
    holds: (text) => !text.endsWith("autoscaling.knative.dev") || /^(?:kpa|hpa)\.autoscaling\.knative\.dev$/.test(text),
    is: "kpa.autoscaling.knative.dev or hpa.autoscaling.knative.dev",
  },
  metric: { holds: (text) => text !== "", is: "the name of a metric, such as concurrency" },
  "metric-aggregation-algorithm": oneOf(
    ["", "linear", "weightedExponential", "weighted-exponential"],
    "linear or weighted-exponential",
  ),
  target: number("a number from 0.01", (value) => value >= 0.01),
  "target-utilization-percentage": between(1, 100),
  "target-burst-capacity": number("a number from 0, or -1", (value) => value >= 0 || value === -1),
  "min-scale": integer(0),
  "max-scale": integer(0),
  // 0 only where config-autoscaler has allow-zero-initial-scale, which the rule looks up.
  "initial-scale": {
    ...integer(1),
    is: "an integer from 1, or 0 where config-autoscaler has allow-zero-initial-scale",
  },
  "activation-scale": integer(2),
  window: duration("6s", "1h", true),
  "scale-down-delay": duration("0s", "1h", true),
  "scale-to-zero-pod-retention-period": duration("0s", "1h", false),
  "panic-window-percentage": between(1, 100),
  "panic-threshold-percentage": between(110, 1000),
} as const satisfies Readonly<Record<string, Reading>>;

export type Annotation = keyof typeof AUTOSCALING_VALUES;

import type { FactShape } from "./condition-parse.ts";

/** Facts that a rule of `routes.yaml` can ask for, beside `labels.<name>`. */
export const ROUTE_FACTS = {
  namespace: "text",
  container: "text",
  pod: "text",
  node: "text",
  app: "text",
  level: "text",
  error_class: "text",
  error_classes: "texts",
  log_volume: "number",
  keywords: "texts",
  alertname: "text",
  question: "text",
} as const satisfies Readonly<Record<string, FactShape["type"]>>;

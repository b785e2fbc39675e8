import type { Finding, ManifestRule } from "../manifest.ts";
import { kindOf } from "./eventing-places.ts";
import { at, error, fieldsOf, itemsOf, type Path, textOf, warning } from "./serving-value.ts";

/** What the other kinds of Eventing need beside their schemas. */
export const checkKind: ManifestRule = (manifest, tree) => KINDS[kindOf(manifest)]?.(manifest, tree) ?? [];

const checkEventTransform: ManifestRule = ({ value }) => {
  const spec = fieldsOf(value.spec);
  const findings: Finding[] = [];
  if (spec.jsonata === undefined)
    findings.push(error("eventing_transform", ["spec"], "has no transformation. Add jsonata."));
  if (spec.reply !== undefined && spec.sink === undefined)
    findings.push(
      error(
        "eventing_transform",
        ["spec", "reply"],
        "is about the answer of a sink, and there is none. Add sink, or remove it.",
      ),
    );
  if (at(spec, ["reply", "discard"]) === true && at(spec, ["reply", "jsonata"]) !== undefined)
    findings.push(
      error("eventing_transform", ["spec", "reply"], "discards what it transforms. Remove discard or jsonata."),
    );
  for (const path of [["jsonata"], ["reply", "jsonata"]]) {
    if (at(spec, path) === undefined) continue;
    const expression = textOf(at(spec, [...path, "expression"])) ?? "";
    const fault = faultOf(expression);
    if (fault !== undefined) {
      const place: Path = ["spec", ...path, ...(at(spec, [...path, "expression"]) === undefined ? [] : ["expression"])];
      findings.push(error("eventing_jsonata", place, `${fault} The webhook does not look at it: correct it here.`));
    }
  }
  return findings;
};

/** Brackets and quotes alone: the rest of JSONata is read by the controller. */
const faultOf = (expression: string): string | undefined => {
  if (expression.trim() === "") return "has no expression.";
  const open: string[] = [];
  const tokens = /\/\*[\s\S]*?\*\/|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|`[^`]*`|["'`]|\/\*|[()[\]{}]/g;
  for (const { 0: token, index } of expression.matchAll(tokens)) {
    if (/^(?:["'`]|\/\*)$/.test(token)) return `does not end what begins with ${token} at character ${index + 1}.`;
    if (token in CLOSERS) open.push(token);
    else if (/^[)\]}]$/.test(token)) {
      const opener = open.pop();
      if (opener === undefined || CLOSERS[opener] !== token)
        return `has a ${token} at character ${index + 1} that closes nothing.`;
    }
  }
  const left = open.at(-1);
  return left === undefined ? undefined : `does not close a ${left}.`;
};

const CLOSERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

const checkSinkBinding: ManifestRule = ({ value, namespace: own }) => {
  const path: Path = ["spec", "subject"];
  const subject = at(value, path);
  if (subject === undefined) return [error("eventing_subject", ["spec"], "subject is missing. Name what is bound.")];
  const { name, selector, namespace } = fieldsOf(subject);
  const findings: Finding[] = ["apiVersion", "kind"]
    .filter((field) => (textOf(at(subject, [field])) ?? "") === "")
    .map((field) => error("eventing_subject", path, `${field} is missing. Add it.`));
  // Where it says none, the webhook writes the binding's own.
  if (own !== null && textOf(namespace) && namespace !== own)
    findings.push(
      error(
        "eventing_subject",
        [...path, "namespace"],
        `${JSON.stringify(namespace)} is not the SinkBinding's own namespace, ${JSON.stringify(own)}. Put both in one.`,
      ),
    );
  if ((name === undefined) === (selector === undefined))
    findings.push(error("eventing_subject", path, "needs either name or selector. Write exactly one of them."));
  return findings;
};

const checkEventType: ManifestRule = ({ apiVersion, value }) => {
  const hasType = apiVersion.endsWith("/v1beta3")
    ? itemsOf(at(value, ["spec", "attributes"])).some((one) => at(one, ["name"]) === "type")
    : (textOf(at(value, ["spec", "type"])) ?? "") !== "";
  return hasType
    ? []
    : [
        error(
          "eventing_type",
          value.spec === undefined ? [] : ["spec"],
          "type is missing. Say which events it describes.",
        ),
      ];
};

const checkJobSink: ManifestRule = ({ value }) => {
  const job: Path = ["spec", "job"];
  if (at(value, job) === undefined)
    return [
      error(
        "eventing_job",
        value.spec === undefined ? [] : ["spec"],
        "job is missing. Add the Job that an event starts.",
      ),
    ];
  const pod: Path = [...job, "spec", "template", "spec"];
  if (at(value, pod) === undefined) return [];
  const policy = at(value, [...pod, "restartPolicy"]);
  if (policy === "Never" || policy === "OnFailure") return [];
  return [
    error(
      "eventing_job",
      policy === undefined ? pod : [...pod, "restartPolicy"],
      "restartPolicy of a Job's pods must be Never or OnFailure. Write one of them.",
    ),
  ];
};

const checkEventPolicy: ManifestRule = () => [
  warning(
    "eventing_policy",
    [],
    "an EventPolicy does nothing until OIDC authentication is switched on (config-features of knative-eventing). Switch it on, or keep senders out with a NetworkPolicy.",
  ),
];

const KINDS: Readonly<Record<string, ManifestRule>> = {
  "eventing.knative.dev EventTransform": checkEventTransform,
  "eventing.knative.dev EventType": checkEventType,
  "eventing.knative.dev EventPolicy": checkEventPolicy,
  "sinks.knative.dev JobSink": checkJobSink,
  "sources.knative.dev SinkBinding": checkSinkBinding,
};

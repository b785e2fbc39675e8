import { PromptError } from "../../core/error.ts";
import type { Features } from "../../core/evidence/evidence.ts";
import { NAMESPACE_LABELS } from "../../core/evidence/namespace-labels.ts";
import { neutralise } from "../../core/evidence/neutralise.ts";
import { type Redactor, redact } from "../../core/evidence/redact.ts";
import type { Caller } from "./auth.ts";
import { toPointer } from "./issues.ts";
import type { Logs } from "./logs.ts";

/** A namespace that a request names, and where. */
export interface NamedNamespace {
  readonly pointer: string;
  readonly namespace: string | undefined;
}

type Labels = Readonly<Record<string, string>>;

interface Request {
  readonly logs?: Logs | undefined;
  readonly filters?: { readonly namespace?: string | undefined } | undefined;
  readonly labels?: Labels | undefined;
}

/**
 * Finds every namespace that a request names. Names of labels are compared as the digest will read them: what nobody
 * sees, or nobody is shown, makes no other label.
 */
export const createNamespaceFinder = (redactor?: Redactor) => {
  const known = new Map<string, boolean>();
  const isNamespace = (name: string): boolean => {
    let is = known.get(name);
    if (is === undefined) {
      is = (NAMESPACE_LABELS as readonly string[]).includes(toRead(name, redactor));
      known.set(name, is);
    }
    return is;
  };
  const ofLabels = (labels: Labels = {}, pointer: string): readonly NamedNamespace[] =>
    Object.entries(labels)
      .filter(([name]) => isNamespace(name))
      .map(([name, namespace]) => ({ pointer: pointer + toPointer([name]), namespace }));
  const ofRequest = ({ logs, filters, labels }: Request): readonly NamedNamespace[] => [
    { pointer: "/filters/namespace", namespace: filters?.namespace },
    ...ofLabels(labels, "/labels"),
    ...(typeof logs === "object" ? logs : []).flatMap((line, index) =>
      typeof line === "string" ? [] : ofLabels(line.labels, `/logs/${index}/labels`),
    ),
  ];
  return { ofLabels, ofRequest };
};

/**
 * @param named Called for a token that is bound only.
 * @throws {PromptError} `namespace_forbidden`
 */
export const requireNamespaces = ({ namespaces }: Caller, named: () => readonly NamedNamespace[]): void => {
  if (namespaces === null) return;
  const issues = named()
    .filter(({ namespace }) => namespace !== undefined && !namespaces.includes(namespace))
    .map(({ pointer }) => ({ pointer, detail: "is outside the namespaces of this token." }));
  if (issues.length > 0) throw new PromptError("namespace_forbidden", onlyFor(namespaces), { issues });
};

/**
 * The same of what was read in the end, whatever a request named it.
 *
 * @throws {PromptError} `namespace_forbidden`
 */
export const requireFeatureNamespaces = (
  { namespaces }: Caller,
  { namespace, labels }: Pick<Features, "namespace" | "labels">,
  redactor?: Redactor,
): void => {
  if (namespaces === null) return;
  const own = new Set(namespaces.map((name) => toRead(name, redactor)));
  const read = [namespace, ...NAMESPACE_LABELS.map((name) => labels[name])];
  if (read.every((name) => name === undefined || own.has(name))) return;
  throw new PromptError("namespace_forbidden", onlyFor(namespaces));
};

const toRead = (text: string, redactor?: Redactor): string => neutralise((redactor?.redact ?? redact)(text).text);

const onlyFor = (namespaces: readonly string[]): string => `This token is for ${namespaces.join(", ")} only.`;

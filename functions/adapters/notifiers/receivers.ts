import * as v from "valibot";
import { SKIP_REASONS } from "../../../core/alert/triage-data.ts";
import { SEVERITIES } from "../../../core/evidence/outcome.ts";

export const RECEIVER_KINDS = ["webhook", "slack", "mattermost", "discord", "ntfy"] as const;
export type ReceiverKind = (typeof RECEIVER_KINDS)[number];

const visible = v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/, "holds a space or a character that no header can carry."));

/** Where notifications go. Its address is as secret as its keys: whoever has it may post. */
export const ReceiverSchema = v.strictObject({
  name: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, "must be 1 to 63 lower-case letters, digits and hyphens."),
  ),
  kind: v.picklist(RECEIVER_KINDS, `is not one of ${RECEIVER_KINDS.join(", ")}.`),
  url: v.pipe(
    v.string(),
    v.check(
      (url) => /^https?:\/\//.test(url) && URL.canParse(url) && !hasUser(url),
      "must be an http:// or https:// URL without user and password.",
    ),
  ),
  /** Signs a webhook. */
  secret: v.optional(v.pipe(visible, v.minLength(16, "must have at least 16 characters (openssl rand -hex 32)."))),
  /** Access token of ntfy. */
  token: v.optional(visible),
  /** Nothing milder is told; default: everything is. */
  least_severity: v.optional(v.picklist(SEVERITIES, `is not one of ${SEVERITIES.join(", ")}.`), "info"),
  /** Reasons of skipped triage that are told as well. */
  skipped: v.optional(v.array(v.picklist(SKIP_REASONS, `is not one of ${SKIP_REASONS.join(", ")}.`)), ["resolved"]),
});
export type Receiver = v.InferOutput<typeof ReceiverSchema>;

/** Reads the JSON of `RECEIVERS`. Problems name the receiver by its place and never show a value. */
export const parseReceivers = (
  text: string,
): { readonly receivers: readonly Receiver[]; readonly problems: readonly string[] } => {
  const list = parseList(text);
  if (list === undefined) return { receivers: [], problems: ["is not a JSON list of receivers."] };
  const receivers: Receiver[] = [];
  const problems = list.length === 0 ? ["holds no receiver. Add one, or leave it unset."] : [];
  for (const [index, item] of list.entries()) {
    const at = `receiver ${index + 1}`;
    const parsed = v.safeParse(ReceiverSchema, item, { abortPipeEarly: true });
    if (!parsed.success) problems.push(...parsed.issues.map((issue) => `${at}: ${explain(issue)}`));
    else if (receivers.some(({ name }) => name === parsed.output.name))
      problems.push(`${at} repeats a name. Change it.`);
    else {
      receivers.push(parsed.output);
      problems.push(...misfits(parsed.output).map((detail) => `${at}: ${detail}`));
    }
  }
  return { receivers, problems };
};

/** The topic of an ntfy address, and where JSON is published on its server. */
export const ntfyPlace = (text: string): { readonly url: string; readonly topic: string } | undefined => {
  const url = new URL(text);
  const [, topic] = /^\/([-_A-Za-z0-9]{1,64})\/?$/.exec(url.pathname) ?? [];
  return topic === undefined || url.search !== "" ? undefined : { url: `${url.origin}/`, topic };
};

const misfits = ({ kind, url, secret, token }: Receiver): readonly string[] => [
  ...(secret !== undefined && kind !== "webhook" ? [`secret signs a webhook; ${kind} takes none. Remove it.`] : []),
  ...(token !== undefined && kind !== "ntfy" ? [`token is for ntfy; ${kind} takes none. Remove it.`] : []),
  ...(kind === "ntfy" && ntfyPlace(url) === undefined
    ? ["url must end in the topic, as in https://ntfy.sh/topic."]
    : []),
];

const hasUser = (text: string): boolean => {
  const url = new URL(text);
  return url.username !== "" || url.password !== "";
};

const parseList = (text: string): readonly unknown[] | undefined => {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
};

const KNOWN: readonly string[] = Object.keys(ReceiverSchema.entries);

/** Valibot's own messages quote what they found. */
const explain = (issue: v.BaseIssue<unknown>): string => {
  const [step] = issue.path ?? [];
  const name = typeof step?.key === "string" && KNOWN.includes(step.key) ? step.key : undefined;
  if (name === undefined) {
    return step === undefined ? "is not an object." : `has a field that is none of ${KNOWN.join(", ")}.`;
  }
  if (issue.input === undefined) return `${name} is missing.`;
  return `${name} ${/^(?:must|is not one|holds)/.test(issue.message) ? issue.message : "is of the wrong kind."}`;
};

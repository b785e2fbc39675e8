import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { SAMPLES, SENDERS, type Sender, toAlertBody } from "./alert-bodies.ts";
import { defineCommand, type ExitCode } from "./command.ts";
import { UsageError } from "./usage-error.ts";

export const command = defineCommand({
  usage: "send <sample or file>",
  positionals: { min: 2, max: 2, expected: "send, and the name of a sample or a .json file" },
  options: {
    to: {
      type: "string",
      value: "URL",
      help: "where ingest is (default: http://127.0.0.1:8080, as npm start serves it)",
    },
    as: { type: "string", value: "SENDER", help: `${Object.keys(SENDERS).join(", ")} (default: alertmanager)` },
    resolved: { type: "boolean", help: "the sample's alerts are over" },
    "starts-at": {
      type: "string",
      value: "TIME",
      help: "when the sample's alerts began (default: now); the same time again repeats them",
    },
    token: { type: "string", value: "TOKEN", help: "bearer token, where ingest wants one" },
  },
  details: `
Posts alerts to ingest as their sender would: a sample, or the body in a file as it is.

${Object.entries(SAMPLES)
  .map(([name, { about }]) => `  ${name.padEnd(14)} ${about}`)
  .join("\n")}

  kprompt alert send oom_killed
  kprompt alert send rollout --as ruler --starts-at 2026-11-20T14:00:00Z
  kprompt alert send captured.json --to http://ingest.kprompt.example.com --token "$TOKEN"`,
  async run({ options, positionals: [verb, what = ""], cwd, json, out }): Promise<ExitCode> {
    if (verb !== "send") throw new UsageError(`kprompt alert ${verb} is not known. Use: kprompt alert send ${what}`);
    const sender = readSender(options.as ?? "alertmanager");
    const now = new Date().toISOString();
    const startsAt = options["starts-at"] ?? now;
    if (Number.isNaN(Date.parse(startsAt)))
      throw new UsageError(`--starts-at ${startsAt} is no time. Give one as in 2026-11-20T14:00:00Z.`);
    const body = what.endsWith(".json")
      ? readBody(resolve(cwd, what))
      : JSON.stringify(toAlertBody(findSample(what), sender, { now, startsAt, resolved: options.resolved === true }));

    const url = new URL(SENDERS[sender], readUrl(options.to ?? "http://127.0.0.1:8080"));
    const response = await post(url, body, options.token);
    const text = await response.text();
    if (!response.ok) throw new UsageError(`${url.href} answered ${response.status}: ${detailOf(text)}`);
    const reply = { status: response.status, url: url.href, starts_at: startsAt };
    if (json) out.printJson(reply);
    else
      out.print(
        `${response.status} from ${url.href}: acknowledged. Its triage: kprompt triage list\nTo repeat it: --starts-at ${startsAt}`,
      );
    return 0;
  },
});

const readSender = (text: string): Sender => {
  if (Object.hasOwn(SENDERS, text)) return text as Sender;
  throw new UsageError(`--as ${text} is no sender. Use one of ${Object.keys(SENDERS).join(", ")}.`);
};

const findSample = (name: string): (typeof SAMPLES)[string] => {
  const sample = Object.hasOwn(SAMPLES, name) ? SAMPLES[name] : undefined;
  if (sample) return sample;
  throw new UsageError(
    `There is no sample "${name}". There is ${Object.keys(SAMPLES).join(", ")}; a file's name ends in .json.`,
  );
};

const readBody = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`"${path}" cannot be read (${(error as NodeJS.ErrnoException).code}). Check its name.`);
  }
};

const readUrl = (text: string): string => {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new UsageError(`--to ${text} is not an http:// or https:// URL. Give one like http://127.0.0.1:8080.`);
};

const post = async (url: URL, body: string, token: string | undefined): Promise<Response> => {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body,
      // As Alertmanager would not: it follows, and takes the answer there for a delivery.
      redirect: "manual",
    });
  } catch (error) {
    const { code = "no answer" } = ((error as Error).cause ?? {}) as { code?: string };
    throw new UsageError(`${url.href} cannot be reached (${code}). Is it running? npm start serves it here.`);
  }
};

const detailOf = (text: string): string => {
  try {
    const { detail, title } = JSON.parse(text);
    return detail ?? title ?? text;
  } catch {
    return text.slice(0, 200);
  }
};

import { describe, expect, test } from "vitest";
import { parseReceivers } from "./receivers.ts";

const marker = "s3cr3t-marker";
const good = { name: "ops", kind: "slack", url: `https://hooks.slack.com/services/T0/B0/${marker}` };

test("what is left out has its default", () => {
  expect(parseReceivers(JSON.stringify([good]))).toEqual({
    receivers: [{ ...good, least_severity: "info", skipped: ["resolved"] }],
    problems: [],
  });
});

test.each([
  { kind: "webhook", url: "http://receiver.tools:8080/kprompt", secret: "x".repeat(16) },
  { kind: "webhook", url: "https://receiver.example/?key=1" },
  { kind: "mattermost", url: "https://chat.example/hooks/abc" },
  { kind: "discord", url: "https://discord.com/api/webhooks/1/abc?thread_id=2" },
  { kind: "ntfy", url: "https://ntfy.example/alerts", token: "tk_abc", least_severity: "critical", skipped: [] },
])("taken: %j", (receiver) => {
  expect(parseReceivers(JSON.stringify([{ name: "a-1", ...receiver }])).problems).toEqual([]);
});

describe("refused, by its place and without any value", () => {
  const bad = (more: object): string => JSON.stringify([good, { ...good, name: "other", ...more }]);
  test.each([
    { text: marker, says: "is not a JSON list" },
    { text: `{"name": "${marker}"}`, says: "is not a JSON list" },
    { text: "[]", says: "holds no receiver" },
    { text: `["${marker}"]`, says: "receiver 1: is not an object." },
    { text: bad({ name: marker.toUpperCase() }), says: "receiver 2: name must be 1 to 63" },
    { text: bad({ name: "ops" }), says: "receiver 2 repeats a name" },
    { text: bad({ kind: marker }), says: "receiver 2: kind is not one of webhook, slack, mattermost, discord, ntfy." },
    { text: bad({ url: undefined }), says: "receiver 2: url is missing." },
    { text: bad({ url: marker }), says: "receiver 2: url must be an http://" },
    { text: bad({ url: `ftp://${marker}` }), says: "receiver 2: url must be an http://" },
    { text: bad({ url: `https://me:${marker}@chat.example/` }), says: "without user and password" },
    { text: bad({ url: 7 }), says: "receiver 2: url is of the wrong kind." },
    { text: bad({ [marker]: 1 }), says: "receiver 2: has a field that is none of name, kind, url" },
    { text: bad({ kind: "webhook", secret: "short" }), says: "receiver 2: secret must have at least 16" },
    { text: bad({ kind: "webhook", secret: `${marker} with space` }), says: "receiver 2: secret holds a space" },
    { text: bad({ secret: marker + marker }), says: "receiver 2: secret signs a webhook; slack takes none." },
    { text: bad({ token: marker }), says: "receiver 2: token is for ntfy; slack takes none." },
    { text: bad({ kind: "ntfy", url: `https://ntfy.sh/a/${marker}` }), says: "receiver 2: url must end in the topic" },
    { text: bad({ kind: "ntfy", url: `https://ntfy.sh/a?${marker}` }), says: "receiver 2: url must end in the topic" },
    { text: bad({ least_severity: marker }), says: "receiver 2: least_severity is not one of info" },
    { text: bad({ skipped: [marker] }), says: "receiver 2: skipped is not one of repeat" },
    { text: bad({ skipped: "resolved" }), says: "receiver 2: skipped is of the wrong kind." },
  ])("$says", ({ text, says }) => {
    const { problems } = parseReceivers(text);
    expect(problems).toEqual([expect.stringContaining(says)]);
    expect(problems.join()).not.toContain(marker);
  });
});

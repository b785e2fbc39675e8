import { type Answer, type Asked, refuse, requireJson } from "./strict.ts";

/** What Slack's incoming webhooks refuse: docs.slack.dev, "Sending messages using incoming webhooks" and the pages of each block. */
export const answerSlack = ({ headers, body }: Asked): Answer => {
  const payload = requireJson(headers, body);
  if (payload === undefined) return refuse(400, "invalid_payload");
  const { text, blocks } = payload as { text?: unknown; blocks?: unknown };
  if (typeof text !== "string" || text === "") return refuse(400, "no_text");
  if (Object.keys(payload).some((key) => !MEMBERS.includes(key))) return refuse(400, "invalid_payload");
  if (!Array.isArray(blocks) || blocks.length > 50 || !blocks.every(isBlock)) return refuse(400, "invalid_blocks");
  // Not in the documentation; seen at about 13,200.
  if (JSON.stringify(blocks).length > 13_000) return refuse(400, "msg_blocks_too_long");
  return { status: 200, text: "ok" };
};

const MEMBERS = ["text", "blocks", "unfurl_links", "unfurl_media"];

type Json = Readonly<Record<string, unknown>>;

const hasOnly = (value: Json, ...keys: readonly string[]): boolean =>
  Object.keys(value).every((key) => keys.includes(key));

const isBlock = (block: Json): boolean => {
  if (block.type === "header") return hasOnly(block, "type", "text") && isText(block.text, 150, ["plain_text"]);
  if (block.type === "section") return hasOnly(block, "type", "text") && isText(block.text, 3000);
  if (block.type !== "context" || !hasOnly(block, "type", "elements")) return false;
  const elements = block.elements as readonly unknown[];
  return elements.length >= 1 && elements.length <= 10 && elements.every((one) => isText(one, 3000));
};

const isText = (value: unknown, max: number, types: readonly string[] = ["plain_text", "mrkdwn"]): boolean => {
  const { type, text, ...more } = value as Json;
  if (typeof type !== "string" || !types.includes(type) || typeof text !== "string") return false;
  if (text.trim() === "" || text.length > max) return false;
  return (
    hasOnly(more, type === "mrkdwn" ? "verbatim" : "emoji") &&
    Object.values(more).every((one) => typeof one === "boolean")
  );
};

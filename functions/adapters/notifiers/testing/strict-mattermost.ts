import { type Answer, type Asked, characters, refuse, requireJson } from "./strict.ts";

/** Mattermost: no text is refused, and one above 16,383 characters is split over posts, which would tear a fence. */
export const answerMattermost = ({ headers, body }: Asked): Answer => {
  const payload = requireJson(headers, body);
  if (payload === undefined) return refuse(400, "Unable to parse incoming data.");
  const { text, ...more } = payload;
  if (Object.keys(more).length > 0) return refuse(400, "unknown member");
  if (typeof text !== "string" || text.trim() === "") return refuse(400, "No text specified.");
  if (characters(text) > 16_383) return refuse(400, "too long");
  return { status: 200, text: "ok" };
};
